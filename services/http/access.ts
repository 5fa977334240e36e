import type { FastifyRequest } from 'fastify'
import { domainError } from '../errors.ts'
import type { Role } from '../schemas/people.ts'

/**
 * Who may call a route; every route declares it in `config: { access }`:
 * - `public`: anybody
 * - `signed`: the guard of the route's own prefix checks a signature (webhooks)
 * - `signedIn`: every person who is signed in, and every API key
 * - roles: persons and API keys with one of them
 */
export type Access = 'public' | 'signed' | 'signedIn' | readonly Role[]

export type PersonPrincipal = { kind: 'person'; id: string; name: string; email: string; role: Role; sessionId: string }
export type ApiKeyPrincipal = { kind: 'apiKey'; id: string; name: string; role: Role }
export type Principal = PersonPrincipal | ApiKeyPrincipal

/** What came with a request. A browser sends the cookie by itself, so only cookies need the Origin check. */
export type Credentials = { kind: 'session'; token: string } | { kind: 'apiKey'; key: string }

/** What the edge needs from whoever knows sessions and keys (services/people). */
export type Authenticator = {
  /** Undefined: unknown, ended, revoked, or the person is deactivated. */
  identify: (credentials: Credentials) => Promise<Principal | undefined>
  /** Whether a principal known earlier may still be here: asked again for long-lived sockets. */
  isCurrent: (principal: Principal) => Promise<boolean>
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    principal: Principal | null
  }
}

export const SESSION_COOKIE = 'nightline_session'

/** The bearer key wins over the cookie: a program that sends both means the key. */
export function credentialsIn(authorization: string | undefined, cookie: string | undefined): Credentials | undefined {
  const key = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  if (key !== undefined) return { kind: 'apiKey', key }
  return cookie ? { kind: 'session', token: cookie } : undefined
}

/** Whether `access` lets this principal in; throws NOT_SIGNED_IN or ROLE_NOT_ALLOWED. */
export function checkAccess(access: Access, principal: Principal | null): void {
  if (access === 'public' || access === 'signed') return
  if (!principal) throw domainError('NOT_SIGNED_IN')
  if (access !== 'signedIn' && !access.includes(principal.role)) {
    throw domainError('ROLE_NOT_ALLOWED', { role: principal.role, allowed: access.join(', ') })
  }
}

/** Who calls; for handlers of routes that are not public. */
export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw domainError('NOT_SIGNED_IN')
  return request.principal
}

/** The person who calls; an API key is refused with NEEDS_PERSON. */
export function personOf(request: FastifyRequest): PersonPrincipal {
  const principal = principalOf(request)
  if (principal.kind !== 'person') throw domainError('NEEDS_PERSON')
  return principal
}

import { domainError } from '../errors.ts'

export type OriginCheck = {
  method: string
  isSocket: boolean
  /** True when the browser sent the session by itself (cookie), so that a foreign page could have caused the request. */
  isByCookie: boolean
  origin: string | undefined
  /** `Host` of the request (of the proxy, when it is trusted). */
  host: string
  publicUrl: string | undefined
  /** Origins of other sites that may ask too; empty: any. Absent: none. */
  sites?: readonly string[]
}

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses what a foreign page could have caused (ORIGIN_FOREIGN). Browsers send Origin with every unsafe request and every
 * WebSocket; without it a cookie is not believed. Without a cookie (sign-in, links) Origin may be missing, but not be foreign.
 */
export function checkOrigin(check: OriginCheck): void {
  if (!check.isSocket && SAFE_METHODS.includes(check.method)) return
  if (check.origin === undefined && !check.isByCookie) return
  if (check.origin !== undefined && (isOwnOrigin(check.origin, check) || isSite(check.origin, check.sites))) return
  const allowed = [check.publicUrl, check.host].filter((place) => place !== undefined).join(' or ')
  throw domainError('ORIGIN_FOREIGN', { origin: check.origin ?? '(missing)', allowed })
}

function isOwnOrigin(origin: string, { host, publicUrl }: OriginCheck): boolean {
  if (!URL.canParse(origin)) return false
  const { host: originHost, origin: full } = new URL(origin)
  return originHost === host.toLowerCase() || (publicUrl !== undefined && full === new URL(publicUrl).origin)
}

function isSite(origin: string, sites: readonly string[] | undefined): boolean {
  return sites !== undefined && (sites.length === 0 || sites.includes(origin))
}

/**
 * Lets pages of other sites read the answer, without cookies or other rights of the visitor: those never go along, so that nothing is given away
 * that anybody could not ask for himself.
 */
export function siteHeaders(origin: string | undefined, sites: readonly string[]): Record<string, string> {
  const isNamed = sites.length > 0
  return {
    ...(!isNamed && { 'access-control-allow-origin': '*' }),
    ...(isNamed && { vary: 'Origin' }),
    ...(isNamed && origin !== undefined && sites.includes(origin) && { 'access-control-allow-origin': origin }),
    'cross-origin-resource-policy': 'cross-origin',
    'access-control-expose-headers': 'retry-after, x-request-id',
  }
}

/** The answer to a browser that asks whether it may ask. */
export const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'content-type, idempotency-key',
  'access-control-max-age': '7200',
}

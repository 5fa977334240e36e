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
}

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses what a foreign page could have caused (ORIGIN_FOREIGN). Browsers send Origin with every unsafe request and every
 * WebSocket; without it a cookie is not believed. Without a cookie (sign-in, links) Origin may be missing, but not be foreign.
 */
export function checkOrigin(check: OriginCheck): void {
  if (!check.isSocket && SAFE_METHODS.includes(check.method)) return
  if (check.origin === undefined && !check.isByCookie) return
  if (check.origin !== undefined && isOwnOrigin(check.origin, check)) return
  const allowed = [check.publicUrl, check.host].filter((place) => place !== undefined).join(' or ')
  throw domainError('ORIGIN_FOREIGN', { origin: check.origin ?? '(missing)', allowed })
}

function isOwnOrigin(origin: string, { host, publicUrl }: OriginCheck): boolean {
  if (!URL.canParse(origin)) return false
  const { host: originHost, origin: full } = new URL(origin)
  return originHost === host.toLowerCase() || (publicUrl !== undefined && full === new URL(publicUrl).origin)
}

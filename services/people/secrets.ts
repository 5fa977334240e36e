import type { DateTime } from 'luxon'
import { isToken } from '../secrets/token.ts'

/** How long things last. */
export const SESSION_DAYS = 30
export const INVITATION_DAYS = 7
export const FIRST_LINK_DAYS = 1
/** "Last seen" and "last used" are written at most this often. */
export const SEEN_EVERY_SECONDS = 60

export const KEY_PREFIX = 'nl_'
/** So many characters of a key are kept readable, so that people can tell keys apart. */
const HINT_LENGTH = 7

export function isKey(key: string): boolean {
  return key.startsWith(KEY_PREFIX) && isToken(key.slice(KEY_PREFIX.length))
}

export function hintOf(key: string): string {
  return `${key.slice(0, HINT_LENGTH)}...`
}

type Lasting = { expiresAt: Date | null; revokedAt: Date | null }

/** Half-open: at `expiresAt` it has ended. */
export function isLive({ expiresAt, revokedAt }: Lasting, now: DateTime): boolean {
  return revokedAt === null && (expiresAt === null || now.toMillis() < expiresAt.getTime())
}

export function isSeenLongAgo(seenAt: Date | null, now: DateTime): boolean {
  return seenAt === null || now.toMillis() - seenAt.getTime() >= SEEN_EVERY_SECONDS * 1000
}

/** E-mail addresses are compared in small letters. */
export function plainEmail(email: string): string {
  return email.trim().toLowerCase()
}

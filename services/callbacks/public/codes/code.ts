import { createHash, timingSafeEqual } from 'node:crypto'

/** So many wrong codes, and it is over. */
export const MOST_CODE_TRIES = 3
/** To one number there goes one text in so many minutes, whoever asks. */
export const CODE_PAUSE_MINUTES = 10

/** Six digits are guessed at once by whoever has the table, so that the hash only keeps them from the eye; they live for minutes. */
export const codeHashOf = (callbackId: string, code: string): string => createHash('sha256').update(`${callbackId} ${code}`).digest('hex')

export function isCodeOf(callbackId: string, codeHash: string | null, code: string): boolean {
  const given = Buffer.from(codeHashOf(callbackId, code))
  const kept = Buffer.from(codeHash ?? '')
  return given.length === kept.length && timingSafeEqual(given, kept)
}

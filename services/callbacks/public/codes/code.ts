import { createHash, timingSafeEqual } from 'node:crypto'

/** So many wrong codes, and it is over. */
export const MOST_CODE_TRIES = 3
/** To one number there goes one text in so many minutes, whoever asks. */
export const CODE_PAUSE_MINUTES = 10

/** The number's and not the request's: of several who ask for it before the code has come back, each may enter it. Six digits are guessed at once by whoever has the table, so that the hash only keeps them from the eye; they live for minutes. */
export const codeHashOf = (number: string, code: string): string => createHash('sha256').update(`${number} ${code}`).digest('hex')

export function isCodeOf(number: string, codeHash: string | null, code: string): boolean {
  const given = Buffer.from(codeHashOf(number, code))
  const kept = Buffer.from(codeHash ?? '')
  return given.length === kept.length && timingSafeEqual(given, kept)
}

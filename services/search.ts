const FEWEST_DIGITS = 3

/**
 * The digits by which to look for a number that somebody typed, as any part of one in E.164: `030 23125200` and
 * `+49 (0)30 23125-200` are found as they are written. Undefined when what was typed is no number, or too little of one:
 * then it would find everything.
 */
export function searchedDigits(typed: string): string | undefined {
  if (!/^[+\d\s()/.-]+$/.test(typed)) return undefined
  // The trunk zero (national) and the zeros of 00 (international) are no part of E.164.
  const digits = typed.replace('(0)', '').replace(/\D/g, '').replace(/^0+/, '')
  return digits.length >= FEWEST_DIGITS ? digits : undefined
}

/** Prisma's filter for a text that holds these words: Prisma would take their `%` and `_` for LIKE's wildcards. */
export function containing(words: string): { contains: string; mode: 'insensitive' } {
  return { contains: words.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' }
}

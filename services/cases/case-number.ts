/**
 * Case numbers can be spoken and keyed in: digits only, the last one checks the others. The check digit is Damm's
 * (H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004): it refuses every single wrong digit and every swap
 * of neighbours.
 */
const QUASIGROUP = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
] as const

function checkDigit(digits: string): string {
  let interim = 0
  for (const digit of digits) interim = Number(QUASIGROUP[interim]?.[Number(digit)])
  return String(interim)
}

/** The number of the n-th case (n >= 1): at least six digits. */
export function caseNumber(n: number): string {
  const digits = String(10_000 + n)
  return digits + checkDigit(digits)
}

/** True if these digits can be a case number. Blanks and hyphens are read over, as people write them. */
export function isCaseNumber(text: string): boolean {
  const digits = text.replace(/[\s-]/g, '')
  return /^\d{6,}$/.test(digits) && checkDigit(digits) === '0'
}

import { isCaseNumber } from '../../cases/case-number.ts'

/** A mark by itself, or with a stop behind it and the reason: "5", "4!", "2, nobody came". "2 radiators are cold" is none. */
export function ratingIn(text: string): { score: number; why: string } | undefined {
  const found = /^([1-5])(?:\s*[.,:;!/–—-]\s*(?:5\b\s*[.,:;!]*\s*)?(.*))?$/su.exec(text.trim())
  return found ? { score: Number(found[1]), why: (found[2] ?? '').trim() } : undefined
}

/** What could be the number of a case, in whatever is written. */
export function caseNumbersIn(text: string): string[] {
  const digits = [...text.matchAll(/\d[\d\s-]{4,12}\d/g)].map(([found]) => found.replace(/\D/g, ''))
  return digits.filter(isCaseNumber).slice(0, 5)
}

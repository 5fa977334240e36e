/** Numbers of minor units that are not rounded yet, none below 0. */
export type Fraction = { num: bigint; den: bigint }

export const ZERO: Fraction = { num: 0n, den: 1n }

export function fraction(num: number | bigint, den: number | bigint = 1): Fraction {
  return { num: BigInt(num), den: BigInt(den) }
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return a.den === b.den ? { num: a.num + b.num, den: a.den } : { num: a.num * b.den + b.num * a.den, den: a.den * b.den }
}

export function times(a: Fraction, b: Fraction): Fraction {
  return { num: a.num * b.num, den: a.den * b.den }
}

export function lesser(a: Fraction, b: Fraction): Fraction {
  return isLess(b, a) ? b : a
}

export function isLess(a: Fraction, b: Fraction): boolean {
  return a.num * b.den < b.num * a.den
}

export function roundedHalfUp({ num, den }: Fraction): number {
  return Number((2n * num + den) / (2n * den))
}

/** For reading and comparing; whole where the fraction is. */
export function toNumber({ num, den }: Fraction): number {
  return num % den === 0n ? Number(num / den) : Number(num) / Number(den)
}

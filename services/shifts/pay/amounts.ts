/** Minor units as text, without a float on the way. */

/** How many decimals a currency has: 2 of EUR, 0 of JPY. What is no currency has two. */
export function decimalsOf(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) return 2
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

/** 49600 with 2 decimals is "496.00". */
export function decimalText(units: number, decimals: number, point = '.'): string {
  const digits = String(Math.abs(units)).padStart(decimals + 1, '0')
  const [whole, rest] = [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)]
  return `${units < 0 ? '-' : ''}${whole}${decimals === 0 ? '' : point + rest}`
}

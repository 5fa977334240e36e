import { NO_CURRENCY } from '../../../services/pay-rules/model.ts'

const formats = new Map<string, { format: Intl.NumberFormat; digits: number }>()

const formatOf = (locale: string, currency: string, moreDigits: number) => {
  const key = `${locale} ${currency} ${moreDigits}`
  const known = formats.get(key)
  if (known) return known
  const digits = new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: digits + moreDigits })
  const made = { format, digits }
  formats.set(key, made)
  return made
}

/**
 * Minor units as an amount: 49600 EUR -> "€496.00". Without a currency it is a number.
 * `moreDigits`: for rates, which may be parts of a minor unit.
 */
export const moneyText = (minor: number, currency: string, locale: string, moreDigits = 0): string => {
  if (!/^[A-Z]{3}$/.test(currency) || currency === NO_CURRENCY) return (minor / 100).toFixed(2)
  const { format, digits } = formatOf(locale, currency, moreDigits)
  return format.format(minor / 10 ** digits)
}

import { useTranslation } from 'react-i18next'
import type { OpeningPattern } from '../api/pay-types.ts'
import { useAmounts } from '../format/use-amounts.ts'

type Said = OpeningPattern['why'][number]

/** A sentence of the server's in the words of the screen; minutes and money in its blanks are said as such. */
export const useSaidWords = () => {
  const { t, i18n } = useTranslation()
  const { hours, money } = useAmounts()
  return ({ what, with: values }: Said): string => {
    const key = `planning.advice.said.${what}`
    if (!i18n.exists(key)) return what
    const currency = typeof values['currency'] === 'string' ? values['currency'] : ''
    const inWords = ([name, value]: [string, unknown]): [string, unknown] => {
      if (typeof value !== 'number') return [name, value]
      if (/minutes$/i.test(name)) return [name, hours(value)]
      return currency !== '' && /(amount|rate|cost)$/i.test(name) ? [name, money(value, currency)] : [name, value]
    }
    return t(key, Object.fromEntries(Object.entries(values).map(inWords)))
  }
}

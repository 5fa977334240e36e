import { useTranslation } from 'react-i18next'
import type { OpeningPattern } from '../api/pay-types.ts'
import { useAmounts } from '../format/use-amounts.ts'

type Said = OpeningPattern['why'][number]

/** A sentence of the server's in the words of the screen; minutes in its blanks are said as hours. */
export const useSaidWords = () => {
  const { t, i18n } = useTranslation()
  const { hours } = useAmounts()
  return ({ what, with: values }: Said): string => {
    if (!i18n.exists(`planning.advice.said.${what}`)) return what
    const inWords = Object.entries(values).map(([name, value]) => [name, typeof value === 'number' && /minutes$/i.test(name) ? hours(value) : value])
    const count = Number(values['atOnce'] ?? values['count'] ?? 0)
    return String(t(`planning.advice.said.${what}`, { ...Object.fromEntries(inWords), count }))
  }
}

import { useTranslation } from 'react-i18next'
import type { Problem } from '../api/faults.ts'
import { useFormat } from '../format/use-format.ts'

const INSTANT = /^\d{4}-\d\d-\d\dT/
const DATE = /^\d{4}-\d\d-\d\d$/

/** A refusal in the language of the screen: by its code, else in the server's own words. */
export const useProblemWords = () => {
  const { t, i18n } = useTranslation()
  const { date, dateTime } = useFormat()
  return (problem: Problem): string => {
    const key = `codes.${problem.code}`
    if (problem.code === '' || !i18n.exists(key)) return problem.detail || problem.title
    const inWords = (value: string | number) => {
      if (typeof value !== 'string') return value
      return INSTANT.test(value) ? dateTime(value) : DATE.test(value) ? date(`${value}T12:00:00Z`) : value
    }
    const values = Object.entries(problem.values).map(([name, value]) => [name, inWords(value)])
    return String(t(key, Object.fromEntries(values)))
  }
}

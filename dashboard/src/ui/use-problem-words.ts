import { useTranslation } from 'react-i18next'
import type { Problem } from '../api/faults.ts'
import { useFormat } from '../format/use-format.ts'

const INSTANT = /^\d{4}-\d\d-\d\dT/

/** A refusal in the language of the screen: by its code, else in the server's own words. */
export const useProblemWords = () => {
  const { t, i18n } = useTranslation()
  const { dateTime } = useFormat()
  return (problem: Problem): string => {
    const key = `codes.${problem.code}`
    if (problem.code === '' || !i18n.exists(key)) return problem.detail || problem.title
    const values = Object.entries(problem.values).map(([name, value]) => [name, typeof value === 'string' && INSTANT.test(value) ? dateTime(value) : value])
    return String(t(key, Object.fromEntries(values)))
  }
}

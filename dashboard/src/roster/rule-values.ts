import type { TFunction } from 'i18next'
import type { FindingView } from '../../../services/schemas/rosters.ts'

/** What fills the blanks of a rule's sentence. Apart from the other words of the grid: a phone that shows a finding loads no calendar for it. */
export const ruleValues = ({ by, detail, rule }: FindingView, t: TFunction, hours: (minutes: number) => string): Record<string, string | number> => {
  const amount = (value: number): string => {
    if (by.unit === 'minutes') return hours(value)
    return by.unit === 'days' ? t('roster.days', { count: value }) : t('roster.people', { count: value })
  }
  const what = rule === 'leave' && detail !== undefined ? t(`roster.leaves.${detail}`) : (detail ?? '')
  return { is: amount(by.is), limit: amount(by.limit), by: amount(Math.abs(by.is - by.limit)), detail: what }
}

import type { TFunction } from 'i18next'
import type { DeskPop } from '../api/desk-types.ts'
import { groupNumber } from '../format/phone-number.ts'

/** Who calls, in a word: a name that may be said, a name that may be right, or the number. */
export const callerWords = (t: TFunction, pop: DeskPop | null): string => {
  if (pop === null) return t('ring.somebody')
  const { customer, call } = pop
  if (customer !== null) return customer.isSure ? customer.name : t('ring.perhaps', { name: customer.name })
  return call.from === null ? t('calls.hidden') : groupNumber(call.from)
}

/** How he came: "Main menu: 2 → Fault → 0:38". */
export const pathWords = (pop: DeskPop): string[] => pop.path.map(({ step, answer }) => (answer === null ? step : `${step}: ${answer}`))

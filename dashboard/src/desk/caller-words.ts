import type { TFunction } from 'i18next'
import type { DeskCall, DeskPop } from '../api/desk-types.ts'
import { groupNumber } from '../format/phone-number.ts'

/** Who calls, in a word: a name that may be said, a name that may be right, or the number. */
export const callerWords = (t: TFunction, pop: DeskPop | null): string => {
  if (pop === null) return t('ring.somebody')
  const { customer, call } = pop
  if (customer !== null) return customer.isSure ? customer.name : t('ring.perhaps', { name: customer.name })
  return call.from === null ? t('calls.hidden') : groupNumber(call.from)
}

/** Why the phone rings: somebody calls, a colleague calls one into a call, or it is the first half of an own call to a customer. */
export const ringWords = (t: TFunction, { members }: Pick<DeskCall, 'members'>, pop: DeskPop | null): string => {
  const who = callerWords(t, pop)
  const agent = members.find(({ role, state }) => role === 'agent' && state === 'in')
  if (agent?.person) return t('ring.calledIn', { agent: agent.person.name, who })
  return t(pop?.call.direction.startsWith('outbound') ? 'ring.outbound' : 'ring.rings', { who })
}

/** How he came: "Main menu: 2 → Fault → 0:38". */
export const pathWords = (pop: DeskPop): string[] => pop.path.map(({ step, answer }) => (answer === null ? step : `${step}: ${answer}`))

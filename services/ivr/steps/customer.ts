import type { CustomerStep } from '../flow.ts'
import { find, go, type Turn } from '../turn.ts'
import { nobodyLooked, wordZone } from './asking.ts'

/** Who calls: nobody whom we know, a customer with an open case, or another customer. */
export function enterCustomer(turn: Turn, step: CustomerStep): void {
  const { session, flow } = turn
  const stranger = 'nobody knows whose number this is'
  if (session.customer === null) return go(turn, step.id, step.unknown, stranger)
  const found = find(turn, step.id, { kind: 'customer', zone: wordZone(turn), languages: flow.languages }, 'customer')
  if (found === null) return
  if (found.kind === 'unknown') return go(turn, step.id, step.next, nobodyLooked)
  if (!found.isKnown) return go(turn, step.id, step.unknown, stranger)
  session.openCases = found.openCases
  if (found.case === null) return go(turn, step.id, step.next, 'no open case')
  session.about = found.case
  session.latestCase = found.case.number
  go(turn, step.id, step.openCase, found.openCases === 1 ? 'an open case' : `${found.openCases} open cases`)
}

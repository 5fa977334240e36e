import type { Reply } from './client.ts'
import { serverFaults, type Fault } from './draft.ts'
import type { Say } from './words.ts'

export type Refusal = Extract<Reply<never>, { isOk: false }>
/** What is made of a refusal: faults at fields, new times, or a sentence beside the button. */
export type Consequence = { faults?: Fault[]; isGone?: boolean; text?: string; isToBeTriedAgain?: boolean }

export function consequenceOf({ status, problem: { code = '', faults = [], values } }: Refusal, say: Say, isOnline: boolean): Consequence {
  if (status === 0) return { text: say(isOnline ? 'away' : 'offline'), isToBeTriedAgain: true }
  if (code === 'WINDOW_GONE' || code === 'NO_COVER') return { isGone: true }
  const ofFields = serverFaults(faults.map(({ place }) => place))
  if (ofFields.length > 0) return { faults: ofFields }
  if (status !== 429) return { text: say('wrong') }
  return { text: values?.seconds ? say('tooMany', { minutes: Math.ceil(values.seconds / 60) }) : say('notNow'), isToBeTriedAgain: true }
}

import type { CallEvent } from '../../telephony/provider.ts'
import { switchLanguage } from '../ask.ts'
import type { Question } from '../flow.ts'
import { go, type Turn } from '../turn.ts'

/** Silence ends a question after the second prompt. */
export const mostSilent = 2

export const nobodyLooked = 'nobody could look it up in time'

export type Tries = { noInput: number; noMatch: number; isKeysOnly: boolean }

/** By whose clock the caller is told times: that of the place he called. */
export function wordZone({ session, flow }: Turn): string {
  return session.place?.zone ?? flow.zone
}

/** Writes down what the caller did; `text` is what of it may be kept. */
export function logAnswer(turn: Turn, step: string, event: CallEvent, text: string): void {
  const confidence = event.kind === 'speech' ? event.confidence : undefined
  turn.log.push(
    event.kind === 'speech' ? { kind: 'spoke', step, text, ...(confidence !== undefined && { confidence }) } : { kind: 'pressed', step, digits: text },
  )
}

/** A key that works everywhere in the flow; false when it is none. */
export function followKey(turn: Turn, step: { id: string; choices: Question['choices'] }, key: string, repeat: () => void): boolean {
  const choice = step.choices.get(key)
  if (choice === undefined) return false
  switchLanguage(turn, choice)
  const { trail } = turn.session
  const menu = trail.at(-1)
  if (choice.to === 'back' && menu !== undefined) {
    turn.session.trail = trail.slice(0, -1)
    go(turn, step.id, menu, 'back')
  } else if (choice.to === 'repeat' || choice.to === 'back' || choice.to === step.id) repeat()
  else go(turn, step.id, choice.to, `key ${key}`)
  return true
}

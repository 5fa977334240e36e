import type { Prompt, Wanted } from '../flow.ts'
import type { Asked, NotAsked, Wanted as WantedNow } from '../questions.ts'
import type { Position } from '../session.ts'
import { handOver, render, type Turn } from '../turn.ts'

/** More phones at once a line does not ring (Twilio: ten in one Dial); those who are left are the next round. */
const mostAtOnce = 10

/** A phone that rings more briefly is not picked up in time; what is left of the time is then given to nobody. */
export const leastRingingSeconds = 5

export const nobodyKnows = 'nobody could say who is on shift'

export const secondsSince = ({ now }: Turn, since: number): number => Math.max(0, Math.round((now.toMillis() - since) / 1000))

/** Of a number whose site nobody knows people of any site are meant: better somebody than nobody. */
export function wantedNow({ session }: Turn, { skill, level, isOfSite }: Wanted): WantedNow {
  return { skill, level, siteId: isOfSite ? (session.place?.siteId ?? null) : null }
}

/** A round of people, for how long, and what is kept meanwhile. `notAsked` is written down where it is news. */
type Round = {
  people: readonly Asked[]
  seconds: number
  ringing: NonNullable<Position['ringing']>
  hold?: Position['hold']
  notAsked?: readonly NotAsked[] | undefined
}

/** Rings a round and remembers whom. A phone that several share rings once. */
export function ring(turn: Turn, step: { id: string; screen: Prompt }, { people: round, seconds, ringing, hold, notAsked }: Round): void {
  const people = round.slice(0, mostAtOnce)
  const numbers = [...new Set(people.map(({ phone }) => phone))]
  const screen = render(turn, step.screen, true)
  const text = screen.flatMap((sentence) => (sentence.verb === 'say' ? [sentence.text] : [])).join(' ')
  const asked = people.filter(({ name }) => name !== '').map(({ name, why }) => ({ name, why }))
  turn.log.push({ kind: 'dialled', step: step.id, numbers: people.length, ...(asked.length > 0 && { asked }), ...(notAsked && { notAsked }) })
  handOver(
    turn,
    { step: step.id, awaiting: 'dial', noInput: 0, noMatch: 0, ringing: { ...ringing, asked: [...ringing.asked, ...numbers] }, ...(hold && { hold }) },
    {
      verb: 'dial',
      numbers,
      timeoutSeconds: seconds,
      screen: { text, language: screen.find((sentence) => sentence.verb === 'say')?.language ?? turn.session.language },
    },
  )
}

import { hasEnded, type Interrupted, type Leg } from '../../legs/leg.ts'
import type { Dial } from '../../twiml/verbs.ts'
import type { VerbDependencies } from '../dependencies.ts'

/** Two legs hear each other until `isOver`, the time is up, or the first presses * (if it may). */
export async function talk(on: VerbDependencies, leg: Leg, other: Leg, verb: Dial, isOver: () => boolean): Promise<'over' | Interrupted> {
  on.legs.markAnswered(leg)
  leg.partner = other
  other.partner = leg
  on.legs.note(leg, 'bridged', { text: other.parentSid === leg.sid ? other.to : other.from })
  on.recordings.joined(leg, other)
  const isDone = (): boolean => hasEnded(other) || isOver()
  const result = isDone()
    ? 'over'
    : await leg.line.until<'over'>(verb.timeLimitSeconds, (signal) => {
        if (signal.kind === 'news') return isDone() ? { done: 'over' } : undefined
        const isStar = signal.kind === 'key' && signal.key === '*' && verb.hangupOnStar
        return isStar || signal.kind === 'elapsed' ? { done: 'over' } : undefined
      })
  leg.partner = undefined
  other.partner = undefined
  return result
}

import { hasEnded, type Leg, type Target } from '../../legs/leg.ts'
import type { Playing } from '../dependencies.ts'
import type { Ending, InnerRun } from '../outcome.ts'
import { pass } from '../prompts/service.ts'

/** What one hears who waits. `music`: Twilio's own; a target with an empty URL is silence. */
export type WaitSound = 'music' | Target

const twiliosMusic = 'com.twilio.music.classical'
/** For who hears in no time, a document without pauses would be requested without end; music lasts at least so long. */
const shortestRoundSeconds = 10

/** Plays to a leg that waits, until it is cut off or its document says so. A queue's document begins anew, a conference's is followed by silence. */
export async function playWait(on: Playing, leg: Leg, sound: WaitSound, inner: InnerRun, isRepeated: boolean): Promise<Exclude<Ending, 'outOfVerbs'>> {
  if (sound === 'music') on.legs.hear(leg, 'played', twiliosMusic)
  if (sound === 'music' || sound.url === '') return silence(leg)
  for (;;) {
    const startedAt = on.scheduler.now()
    const ending = await on.run(leg, sound, inner)
    if (ending !== 'outOfVerbs') return ending
    if (!isRepeated) return silence(leg)
    if (on.scheduler.now() === startedAt && (await pass(leg, shortestRoundSeconds))) return 'over'
    if (hasEnded(leg)) return 'over'
  }
}

async function silence(leg: Leg): Promise<'over'> {
  await leg.line.until<never>(undefined, () => undefined)
  return 'over'
}

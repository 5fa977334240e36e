import { DateTime } from 'luxon'
import type { PastCall } from './arrivals.ts'

/** Whom a step of a flow asks for. `level`: a rank; null: the front line. */
export type StepWish = { skill: string | null; level: number | null }
export type DemandCall = { at: Date; talkSeconds: number; wishes: readonly StepWish[] }

/**
 * Which calls are for a level and skill. Who asked for nobody by name (nobody was on, or the line was closed) is the front line's, and of no skill. `skill`
 * null: those of all skills.
 */
export function callsFor(
  calls: readonly DemandCall[],
  { rank, frontRank, skill }: { rank: number; frontRank: number; skill: string | null },
  zone: string,
): PastCall[] {
  const isFor = (wish: StepWish): boolean => (wish.level ?? frontRank) === rank && (skill === null || wish.skill === skill)
  return calls
    .filter(({ wishes }) => (wishes.length === 0 ? rank === frontRank && skill === null : wishes.some(isFor)))
    .map(({ at, talkSeconds }) => {
      const local = DateTime.fromJSDate(at, { zone })
      return { date: local.toFormat('yyyy-MM-dd'), minute: local.hour * 60 + local.minute, talkSeconds }
    })
}

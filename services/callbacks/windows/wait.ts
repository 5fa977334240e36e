import { groupBy } from '../../roster-rules/group-by.ts'
import { wantedKey, type DeskTime, type Wanted } from './cover.ts'

type Given = {
  at: number
  times: readonly DeskTime[]
  /** Who is before him, in the order in which they will be served. */
  ahead: readonly Ahead[]
} & Means

/** Who waits: a caller on the line takes one talk, a callback all its tries. */
export type Ahead = Wanted & { isCaller: boolean }
/** How long one of us talks and wraps up, and what a whole callback takes of our time. */
export type Means = { talkSeconds: number; meanSeconds: number }

/**
 * When would somebody who wants a person be spoken with, if he asked at `at`? The queue is played through: each, in the order of the places, gets the
 * person who is free first of those who can serve him, for as long as it takes (`Means`), and only where a talk ends before the person's shift does. Who
 * talks or wraps up now is free after half a talk; who is on a break is not counted on until he is back. Null: nobody will get to him.
 */
export function startOf({ at, times, ahead, talkSeconds, meanSeconds }: Given, wanted: Wanted): number | null {
  const [talk, whole] = [talkSeconds * 1_000, meanSeconds * 1_000]
  const usable = times.filter((time) => !(time.isOn && time.isResting))
  const people = [...groupBy(usable, ({ personId }) => personId).values()].map((own) => ({
    own,
    freeAt: own.some(({ isOn, isBusy }) => isOn && isBusy) ? at + talk / 2 : at,
  }))
  type Person = (typeof people)[number]
  // Many want the same: who can serve it, and when, is found out once.
  const known = new Map<string, Array<{ person: Person; suiting: DeskTime[] }>>()
  const suitingFor = (who: Wanted) => {
    const key = wantedKey(who)
    const found =
      known.get(key) ??
      people.map((person) => ({ person, suiting: person.own.filter((time) => time.canServe(who)) })).filter(({ suiting }) => suiting.length > 0)
    known.set(key, found)
    return found
  }
  const firstFor = (who: Wanted): { person: Person; from: number } | undefined => {
    let first: { person: Person; from: number } | undefined
    for (const { person, suiting } of suitingFor(who)) {
      for (const time of suiting) {
        const from = Math.max(time.from, person.freeAt)
        if (from + talk <= time.to && (!first || from < first.from)) first = { person, from }
      }
    }
    return first
  }
  for (const one of ahead) {
    const found = firstFor(one)
    if (found) found.person.freeAt = found.from + (one.isCaller ? talk : whole)
  }
  return firstFor(wanted)?.from ?? null
}

/** In whole minutes, as it is shown: none below half a minute. */
export const waitMinutes = (at: number, startsAt: number | null): number | null =>
  startsAt === null ? null : Math.max(0, Math.ceil((startsAt - at) / 60_000 - 0.5))

import { groupBy } from '../../roster-rules/group-by.ts'
import { wantedKey, type DeskTime, type Wanted } from './cover.ts'

/** One who is to talk with a person: a caller on the line, or a callback. Times are instants in milliseconds. */
export type Waiting = Wanted & {
  /** The callback's; null: a caller, or somebody who only asks. */
  id: string | null
  /** The earliest is served first. */
  placeAt: number
  /** His window begins then, or he may be tried again. */
  from: number
  /** His first try was promised by then; null: nothing was, he was tried already, or the promise is broken. */
  until: number | null
  /** Of our people's time: a callback all its tries, a caller and who was tried already one talk; somebody who only asks nothing. */
  takes: 'tries' | 'talk' | 'nothing'
}
/** How long one of us talks and wraps up, and what a whole callback takes of our time. */
export type Means = { talkSeconds: number; meanSeconds: number }

type Given = {
  at: number
  times: readonly DeskTime[]
  /** In any order. */
  waiting: readonly Waiting[]
} & Means

/**
 * When will each of them be spoken with? The queue is played through as it is served: whoever is free first takes the one with the earliest place of those
 * whom he can serve and whose time has come, for as long as that takes (`Means`), and begins no talk that would end after his shift. Who talks or wraps up
 * now is free after half a talk; who is on a break is not counted on until he is back. Who is missing in the answer will not be got to. `share`: so
 * much of the people's time is for them. `last`: nothing after him is asked for.
 */
export function startsOf({ at, times, waiting, talkSeconds, meanSeconds }: Given, { share = 1, last }: { share?: number; last?: Waiting | undefined } = {}) {
  const talk = talkSeconds * 1_000
  const length = { talk: talk / share, tries: (meanSeconds * 1_000) / share, nothing: 0 }
  const usable = times.filter((time) => !(time.isOn && time.isResting))
  const lines = [...groupBy(waiting, wantedKey).values()].map(lineOf)
  const people = [...groupBy(usable, ({ personId }) => personId).values()].map((own) => ({
    own: own.map((time) => ({ ...time, lines: lines.filter(({ wanted }) => wanted && time.canServe(wanted)) })),
    freeAt: own.some(({ isOn, isBusy }) => isOn && isBusy) ? at + talk / 2 : at,
  }))
  const starts = new Map<Waiting, number>()
  while (people.length > 0) {
    const person = people.reduce((first, one) => (one.freeAt < first.freeAt ? one : first))
    const now = person.freeAt
    const served = person.own.filter(({ from, to }) => from <= now && now + talk <= to).flatMap((time) => time.lines)
    const line = served.reduce<Line | null>((best, one) => (placeOfFirst(one, now) < (best ? placeOfFirst(best, now) : Infinity) ? one : best), null)
    const next = line?.here.shift()
    if (next) {
      starts.set(next, now)
      if (next === last) return starts
      person.freeAt = now + length[next.takes]
      continue
    }
    const laterOn = [...person.own, ...served.flatMap(({ later }) => later.slice(0, 1))].map(({ from }) => from).filter((from) => from > now)
    if (laterOn.length === 0) people.splice(people.indexOf(person), 1)
    else person.freeAt = Math.min(...laterOn)
  }
  return starts
}

/** Those who want the same. `here`: whose time has come, the earliest place first; `later`: the others, by their time. */
type Line = { wanted: Wanted | undefined; here: Waiting[]; later: Waiting[] }

const lineOf = (waiting: readonly Waiting[]): Line => ({
  wanted: waiting[0],
  here: [],
  later: [...waiting].sort((a, b) => a.from - b.from || a.placeAt - b.placeAt),
})

function placeOfFirst({ here, later }: Line, now: number): number {
  for (let one = later[0]; one && one.from <= now; one = later[0]) {
    later.shift()
    const { placeAt } = one
    here.splice(here.findLastIndex((before) => before.placeAt <= placeAt) + 1, 0, one)
  }
  return here[0]?.placeAt ?? Infinity
}

/** Somebody who asks when it would be his turn, with this instant as his place. */
export const asking = (wanted: Wanted, at: number, until: number | null = null): Waiting => ({
  ...wanted,
  ...{ id: null, placeAt: at, from: at, until, takes: 'nothing' },
})

/** When would he be spoken with who asks for this now? Null: nobody will get to him. */
export function startOf(given: Given, wanted: Wanted): number | null {
  const last = asking(wanted, given.at)
  return startsOf({ ...given, waiting: [...given.waiting, last] }, { last }).get(last) ?? null
}

/** Is broken what was promised to him, if he is spoken with at that time or, absent, never? */
export const isLate = ({ until }: Waiting, startsAt: number | undefined): boolean => until !== null && (startsAt ?? Infinity) >= until

/** Those whose time will be over when it is their turn, if so much of the people's time is for the queue. */
export function lateOf(given: Given, share: number): Waiting[] {
  const starts = startsOf(given, { share })
  return given.waiting.filter((one) => isLate(one, starts.get(one)))
}

/** In whole minutes, as it is shown: none below half a minute. */
export const waitMinutes = (at: number, startsAt: number | null): number | null =>
  startsAt === null ? null : Math.max(0, Math.ceil((startsAt - at) / 60_000 - 0.5))

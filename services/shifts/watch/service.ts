import type { Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'
import { tell, type Told as Notice } from '../../notifications/store.ts'
import type { Duty } from '../../roster-rules/model.ts'
import { listGaps, rosterMark } from '../on-shift/store.ts'
import { dateText, getRosterSettings, listDuties, listLeaves } from '../store.ts'
import { gapNotice, isMissed, lateAt } from './notices.ts'
import { listEndingAttestations, listPresencesSince, listWithRole, toldTo, wordsOf } from './store.ts'

const DAY = 86_400_000
/** Gaps and attestations that end are told so long before. */
const DAYS_AHEAD = 14
/** Gaps are looked for a day before now and twice as far ahead, so that their begin and end are the true ones. */
const LOOKED_BEFORE = DAY
const LOOKED_AHEAD = 2 * DAYS_AHEAD * DAY
/** Nothing has changed, but time passes: a look all the same. */
const LOOK_EVERY = 10 * 60_000

type Told = Notice & { people: readonly string[] }

const settledKey = ({ shiftId, personId, from }: Duty): string => `${shiftId} ${personId} ${from}`

/**
 * Tells people what they should know of the roster in time: gaps, who has not come, whose attestation ends. Everything is told once, by the
 * key of the notice: any number of workers may look, as often as they like.
 */
export function rosterWatch({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  let seen: { mark: string; at: number } | undefined
  /** Duties at whose begin somebody came or was missed: not asked about again. */
  const settled = new Map<string, number>()
  let lastLook = 0

  async function lookAhead(now: number): Promise<void> {
    const mark = await rosterMark(prisma, new Date(now - LOOKED_BEFORE), new Date(now + LOOKED_AHEAD))
    if (seen && seen.mark === mark && now >= seen.at && now < seen.at + LOOK_EVERY) return
    await tellGaps(now)
    await tellAttestations(now)
    seen = { mark, at: now }
  }

  async function tellGaps(now: number): Promise<void> {
    const looked = { from: now - LOOKED_BEFORE, to: now + LOOKED_AHEAD }
    const found = await listGaps(prisma, { from: new Date(looked.from), to: new Date(looked.to) })
    const gaps = found.filter(({ from, to }) => to > now && from <= now + DAYS_AHEAD * DAY)
    if (gaps.length === 0) return
    const [words, leads] = await Promise.all([wordsOf(prisma), listWithRole(prisma, ['supervisor', 'manager'])])
    await tellThose(
      now,
      gaps.map((gap) => ({ people: leads, kind: 'gap', ...gapNotice(gap, now, looked, words) })),
    )
  }

  async function tellAttestations(now: number): Promise<void> {
    const ending = await listEndingAttestations(prisma, new Date(now), new Date(now + DAYS_AHEAD * DAY))
    if (ending.length === 0) return
    const supervisors = await listWithRole(prisma, ['supervisor'])
    await tellThose(
      now,
      ending.flatMap(({ personId, person, skillKey, skill, expiresAt }) => {
        if (!expiresAt) return []
        const body = { name: person.name, skill: skill.name, expiresAt: expiresAt.toISOString() }
        return [{ people: [personId, ...supervisors], kind: 'attestation', key: `attestation:${personId}:${skillKey}:${dateText(expiresAt)}`, body }]
      }),
    )
  }

  async function tellNoShows(now: number): Promise<void> {
    if (!(await getRosterSettings(prisma)).mustSignIn) return
    const span = { from: new Date(now - 2 * DAY), to: new Date(now) }
    const duties = await listDuties(prisma, span)
    forgetSettled(now)
    const due = lateAt(now, duties).filter((duty) => duty.from >= now - DAY && !settled.has(settledKey(duty)))
    if (due.length === 0) return
    const people = [...new Set(due.map(({ personId }) => personId))]
    const [leaves, presences, leads, named] = await Promise.all([
      listLeaves(prisma, span),
      listPresencesSince(prisma, people, span.from),
      listWithRole(prisma, ['supervisor', 'manager']),
      prisma.person.findMany({ where: { id: { in: people }, isActive: true }, select: { id: true, name: true } }),
    ])
    const names = new Map(named.map(({ id, name }) => [id, name]))
    const missed = due.filter((duty) => names.has(duty.personId) && isMissed(duty, now, { duties, leaves, presences }))
    await tellThose(
      now,
      missed.map(({ shiftId, personId, from }) => ({
        people: [personId, ...leads],
        kind: 'noShow',
        key: `noShow:${shiftId}:${personId}`,
        body: { name: names.get(personId) ?? personId, since: new Date(from).toISOString() },
      })),
    )
    for (const duty of due) settled.set(settledKey(duty), duty.from)
  }

  /** What is long past, and everything when the clock was moved back. */
  function forgetSettled(now: number): void {
    if (now < lastLook) settled.clear()
    lastLook = now
    for (const [key, from] of settled) if (from < now - 2 * DAY) settled.delete(key)
  }

  /** Leaves out what everybody was told already, so that a look that finds nothing new writes nothing. */
  async function tellThose(now: number, notices: readonly Told[]): Promise<void> {
    const told = await toldTo(
      prisma,
      notices.map(({ key }) => key),
    )
    for (const { people, ...notice } of notices) {
      if (people.every((id) => told.has(`${id} ${notice.key}`))) continue
      await prisma.$transaction((tx) => tell(tx, people, notice, new Date(now)))
    }
  }

  return {
    /** A failure of one look does not keep the other from telling. */
    sweep: async (): Promise<void> => {
      const now = clock.now().toMillis()
      const [ahead, shows] = await Promise.allSettled([lookAhead(now), tellNoShows(now)])
      for (const one of [ahead, shows]) if (one.status === 'rejected') throw one.reason
    },
  }
}

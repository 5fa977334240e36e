import type { Duty, Gap, OnShiftAnswer, Presence } from '../../roster-rules/model.ts'
import type { BoardView, DutyView, GapView } from '../../schemas/rosters.ts'
import { keeperOf } from '../keeper.ts'
import { nextOn, whoIsOn, type OnShiftRoster } from '../on-shift.ts'
import { presenceView } from '../presence/views.ts'

export type Names = ReadonlyMap<string, string>
export type BoardLevel = { id: string; rank: number; name: string; headId: string; head: { name: string } }

const DAY = 86_400_000
const iso = (instant: number): string => new Date(instant).toISOString()
const ref = (id: string, names: Names): { id: string; name: string } => ({ id, name: names.get(id) ?? id })

export function dutyView({ from, to, personId, plannedId, overrideId: _, buddyId: __, ...duty }: Duty, names: Names): DutyView {
  return { ...duty, person: ref(personId, names), planned: ref(plannedId, names), from: iso(from), to: iso(to) }
}

export function gapView({ needId: _, from, to, ...gap }: Gap): GapView {
  return { ...gap, from: iso(from), to: iso(to) }
}

export function answerView({ standing, rung, notRung }: OnShiftAnswer, at: number, names: Names) {
  return {
    at: iso(at),
    standing,
    rung: rung.map(({ personId, name, kind, source, plannedId, reason, until }) => ({
      id: personId,
      name,
      kind,
      source,
      planned: ref(plannedId, names),
      reason,
      until: iso(until),
    })),
    notRung: notRung.map(({ personId: id, ...rest }) => ({ id, ...rest })),
  }
}

/** Who is away, for whatever reason, is not a guest's to know. */
export function asGuestsSee({ now, ...level }: BoardView['levels'][number]): BoardView['levels'][number] {
  return { ...level, now: now.map((duty) => ({ ...duty, notRung: duty.notRung === 'onLeave' ? null : duty.notRung })) }
}

/** One level of the board: who answers for it, who is on, whether his phone rings, and who begins next. */
export function boardLevel(
  { id, rank, name, headId, head }: BoardLevel,
  at: number,
  roster: Omit<OnShiftRoster, 'presences'> & { presences: ReadonlyArray<Presence & { via: string }> },
  names: Names,
): BoardView['levels'][number] {
  const keeper = keeperOf({ id, headId }, at, roster.duties, roster.leaves, roster.people)
  const query = { at, siteId: null, levelId: id, skill: null, language: null, isUrgent: false }
  const { notRung } = whoIsOn(query, roster)
  const here = roster.duties.filter((duty) => duty.levelId === id)
  const { begins } = nextOn(query, roster.duties, at)
  return {
    id,
    rank,
    name,
    keeper: { id: keeper.personId, name: names.get(keeper.personId) ?? head.name, why: keeper.why },
    now: here
      .filter((duty) => duty.from <= at && at < duty.to)
      .map((duty) => {
        const presence = roster.presences.find(({ personId }) => personId === duty.personId)
        return {
          ...dutyView(duty, names),
          presence: presence ? presenceView(presence, at) : null,
          notRung: notRung.find(({ personId }) => personId === duty.personId)?.why ?? null,
        }
      }),
    next: here
      .filter((duty) => duty.from <= at + DAY && begins.some((one) => one.personId === duty.personId && one.kind === duty.kind && one.from === duty.from))
      .map((duty) => dutyView(duty, names)),
  }
}

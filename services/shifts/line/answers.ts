import type { Answer, Asked, NotAsked, Question, Wanted } from '../../ivr/questions.ts'
import { isOpen } from '../../ivr/opening-hours.ts'
import type { DateTime } from 'luxon'
import type { Interval, OnShiftQuery } from '../../roster-rules/model.ts'
import { mayKeep } from '../keeper.ts'
import { deskBetween, horizonEnd, hoursBetween, inWords, nextOpening } from '../next-opening.ts'
import { ringOrder, whoIsOn } from '../on-shift.ts'
import type { LineLevel, LineRoster } from './store.ts'
import { whyNotRung, whyRung } from './why.ts'

/** How far ahead the next opening is looked for. */
export const HORIZON_DAYS = 14

type PeopleQuestion = Extract<Question, { kind: 'onShift' | 'keeper' }>
type OwnerQuestion = Extract<Question, { kind: 'owner' }>
type OpeningQuestion = Extract<Question, { kind: 'opening' }>
type People = Extract<Answer, { kind: 'people' }>

/** Whose phones ring in the next round, and why. */
export function answerPeople(question: PeopleQuestion, roster: LineRoster, at: number): People {
  if (question.kind === 'keeper') return answerKeeper(question, roster, at)
  const { wanted, language, isUrgent } = question
  const query = toQuery(wanted, roster.levels, at)
  // A level that does not exist has nobody.
  return query ? peopleOf({ ...query, language, isUrgent }, question, roster) : GAP
}

/** Who owns a case, if he is on duty, at the desk or on call, and can be rung now. */
export function answerOwner({ zone, asked }: OwnerQuestion, owner: { id: string; name: string } | null, roster: LineRoster, at: number): People {
  if (!owner) return GAP
  const own = { ...roster, duties: roster.duties.filter(({ personId }) => personId === owner.id) }
  const query = { at, siteId: null, levelId: null, skill: null, language: null, isUrgent: true }
  const { rung, notRung, standing } = whoIsOn(query, own)
  const nameOf = (id: string): string => roster.people.find((person) => person.id === id)?.name ?? id
  const round = rung.flatMap((person): Asked[] =>
    person.phone === null || asked.includes(person.phone)
      ? []
      : [{ name: person.name, phone: person.phone, why: `owns the case, ${whyRung(person, { nameOf, zone, isUrgent: true })}` }],
  )
  const [obstacle] = notRung.filter(({ personId }) => personId === owner.id)
  const notAsked = rung.length > 0 ? [] : [{ name: owner.name, why: obstacle ? whyNotRung(obstacle, query) : 'owns the case, not on duty' }]
  return { kind: 'people', standing, round, notAsked }
}

const GAP: People = { kind: 'people', standing: 'gap', round: [], notAsked: [] }

export function toQuery({ skill, level: rank, siteId }: Wanted, levels: readonly LineLevel[], at: number): OnShiftQuery | undefined {
  const level = rank === null ? null : levels.find((one) => one.rank === rank)
  return level === undefined ? undefined : { at, siteId, levelId: level?.id ?? null, skill, language: null, isUrgent: false }
}

/** Who was asked in vain is not asked again, but he is on shift all the same: the desk does not become empty by that. */
function peopleOf(query: OnShiftQuery, { order, zone, asked }: PeopleQuestion, roster: LineRoster): People {
  const { rung, notRung, standing } = whoIsOn(query, roster)
  const nameOf = (id: string): string => roster.people.find((person) => person.id === id)?.name ?? id
  const rounds = ringOrder(rung, order).map((round) =>
    round.flatMap((person): Asked[] => {
      const why = whyRung(person, { nameOf, zone, isUrgent: query.isUrgent })
      return person.phone === null || asked.includes(person.phone) ? [] : [{ name: person.name, phone: person.phone, why }]
    }),
  )
  const notAsked = notRung.map((person): NotAsked => ({ name: person.name, why: whyNotRung(person, query) }))
  return { kind: 'people', standing, round: rounds.find((round) => round.length > 0) ?? [], notAsked }
}

/**
 * Who is on shift at the level, else on call there, else its head, on leave or not: somebody must answer for it. A desk where all are on a call is
 * busy, not empty: they will be free, so nobody else is rung and the flow goes on at `onBusy`.
 */
function answerKeeper(question: Extract<Question, { kind: 'keeper' }>, roster: LineRoster, at: number): People {
  const level = question.level === null ? roster.levels[0] : roster.levels.find(({ rank }) => rank === question.level)
  if (!level) return GAP
  const keepers = new Set(roster.people.filter(mayKeep).map(({ id }) => id))
  const kept = { ...roster, duties: roster.duties.filter(({ personId }) => keepers.has(personId)) }
  const onShift = peopleOf({ at, siteId: null, levelId: level.id, skill: null, language: null, isUrgent: false }, question, kept)
  if (onShift.standing !== 'gap') return onShift
  const { name, phone, isActive } = level.head
  const head = { name, why: `head of the level "${level.name}"` }
  if (phone === null || !isActive) return { ...onShift, notAsked: [...onShift.notAsked, { name, why: phone === null ? 'has no phone' : 'no longer with us' }] }
  return {
    ...onShift,
    standing: 'on',
    round: question.asked.includes(phone) ? [] : [{ ...head, phone }],
    notAsked: onShift.notAsked.filter((other) => other.name !== name),
  }
}

/** Is it open, and if not: when is it next? `holidays`: dates of the site, beside those of the flow. */
export function answerOpening(
  question: OpeningQuestion,
  roster: LineRoster | null,
  holidays: readonly string[],
  at: DateTime,
): Extract<Answer, { kind: 'opening' }> {
  const now = at.toMillis()
  const hours = question.hours && { ...question.hours, holidays: new Set([...question.hours.holidays, ...holidays]) }
  const query = question.onShift && toQuery(question.onShift, roster?.levels ?? [], now)
  const byClock = hours && hoursBetween(hours, now, horizonEnd(now, HORIZON_DAYS))
  const byRoster = question.onShift && (query && roster ? deskBetween(query, roster) : [])
  const isOpenNow = (hours === null || isOpen(hours, at)) && (question.onShift === null || (query !== undefined && query !== null && isStaffed(query, roster)))
  if (isOpenNow) return { kind: 'opening', isOpen: true, next: null }
  const open = byClock && byRoster ? bothOf(byClock, byRoster) : (byClock ?? byRoster ?? [])
  const { opensAt } = nextOpening({ at: now, open, horizonDays: HORIZON_DAYS })
  const next =
    opensAt === null ? null : Object.fromEntries(question.languages.map((language) => [language, inWords(opensAt, { at: now, zone: question.zone, language })]))
  return { kind: 'opening', isOpen: false, next }
}

/** Somebody is at the desk, free or on a call. Who is on call only does not open a line. */
function isStaffed(query: OnShiftQuery, roster: LineRoster | null): boolean {
  if (!roster) return false
  const { rung, standing } = whoIsOn(query, roster)
  return standing === 'busy' || rung.some(({ kind }) => kind === 'desk')
}

function bothOf(some: readonly Interval[], others: readonly Interval[]): Interval[] {
  return some.flatMap((one) =>
    others.map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) })).filter(({ from, to }) => from < to),
  )
}

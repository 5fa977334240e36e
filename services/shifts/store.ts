import { DateTime } from 'luxon'
import type { Prisma } from '../../prisma/generated/client.ts'
import type { Transaction } from '../db.ts'
import {
  HOUSE_NIGHT,
  type Attestation,
  type Break,
  type Contract,
  type Duty,
  type Leave,
  type Need,
  type NightRule,
  type Presence,
  type Shift,
  type ShiftKind,
  type ShiftType,
  type Worker,
} from '../roster-rules/model.ts'

/** Reads the roster out of Postgres as values (services/roster-rules/model.ts). Everything that judges or routes begins here. */

export type Reader = Transaction
export type Plan = 'draft' | 'published'
/** Dates, half-open. */
export type Period = { from: string; to: string }
/** Instants, half-open. */
export type Span = { from: Date; to: Date }

/** Who may be put on a roster, with what the phone line needs: his number, and since when he has had no call (or is ready; 0 = never was). */
export type Colleague = Worker & { phone: string | null; idleSince: number }

const kindOf = (kind: string): ShiftKind => (kind === 'onCall' ? 'onCall' : 'desk')
/** A `date` of Postgres as text. */
export const dateText = (date: Date): string => date.toISOString().slice(0, 10)
/** Text as a `date` of Postgres. */
export const toDate = (date: string): Date => new Date(`${date}T00:00:00Z`)

type ShiftRow = Prisma.ShiftGetPayload<object>

export function shiftOf(row: ShiftRow): Shift & { note: string; version: number } {
  const { id, personId, siteId, zone, levelId, skill, shiftTypeId, buddyId, note, version } = row
  const breaks = (row.breaks as { from: string; to: string; isPaid: boolean }[]).map(({ from, to, isPaid }): Break => ({
    from: Date.parse(from),
    to: Date.parse(to),
    isPaid,
  }))
  return {
    id,
    personId,
    siteId,
    zone,
    date: dateText(row.date),
    from: row.startsAt.getTime(),
    to: row.endsAt.getTime(),
    kind: kindOf(row.kind),
    levelId,
    skill,
    shiftTypeId,
    breaks,
    buddyId,
    note,
    version,
  }
}

/** Shifts that begin on a day of the period. */
export async function listShifts(tx: Reader, plan: Plan, { from, to }: Period): Promise<(Shift & { note: string; version: number })[]> {
  const rows = await tx.shift.findMany({ where: { plan, date: { gte: toDate(from), lt: toDate(to) } }, orderBy: [{ startsAt: 'asc' }, { id: 'asc' }] })
  return rows.map(shiftOf)
}

type DutyRow = {
  shift_id: string
  override_id: string | null
  person_id: string
  starts_at: Date
  ends_at: Date
  planned_id: string
  kind: string
  reason: string | null
  site_id: string
  zone: string
  shift_kind: string
  level_id: string
  skill: string | null
  buddy_id: string | null
}

/** Who really works in a span: the published roster after overrides and swaps (or the draft, which has none). */
export async function listDuties(tx: Reader, { from, to }: Span, plan: Plan = 'published'): Promise<Duty[]> {
  const rows = await tx.$queryRaw<DutyRow[]>`
    select d.shift_id, d.override_id, d.person_id, d.starts_at, d.ends_at, s.person_id as planned_id, coalesce(o.kind, 'shift') as kind, o.reason,
           s.site_id, d.zone, s.kind as shift_kind, s.level_id, s.skill, s.buddy_id
      from duty d join shift s on s.plan = d.plan and s.id = d.shift_id left join override o on o.id = d.override_id
     where d.plan = ${plan} and tstzrange(d.starts_at, d.ends_at) && tstzrange(${from}, ${to})
     order by d.starts_at, d.person_id`
  return rows.map((row) => ({
    shiftId: row.shift_id,
    overrideId: row.override_id,
    personId: row.person_id,
    from: row.starts_at.getTime(),
    to: row.ends_at.getTime(),
    source: row.kind as Duty['source'],
    plannedId: row.planned_id,
    reason: row.reason ?? '',
    siteId: row.site_id,
    zone: row.zone,
    kind: kindOf(row.shift_kind),
    levelId: row.level_id,
    skill: row.skill,
    buddyId: row.buddy_id,
  }))
}

/** Everybody, also who has left: old rosters name them. */
export async function listColleagues(tx: Reader): Promise<Colleague[]> {
  const [rows, idle] = await Promise.all([
    tx.person.findMany({
      include: { level: true, attestations: true, contracts: { orderBy: { validFrom: 'asc' } } },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    }),
    tx.$queryRaw<{ person_id: string; since: Date }[]>`
      select p.id as person_id, coalesce(last.until, last.from_at) as since
        from person p cross join lateral (select until, from_at from presence where person_id = p.id order by from_at desc, to_at desc limit 1) last`,
  ])
  const idleSince = new Map(idle.map(({ person_id: id, since }) => [id, since.getTime()]))
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    isActive: row.isActive,
    isTrainee: row.isTrainee,
    isGuest: row.role === 'guest',
    levelRank: row.level?.rank ?? null,
    speaks: row.speaks,
    attestations: row.attestations.map(({ skillKey, expiresAt }): Attestation => ({ skill: skillKey, expiresAt: expiresAt?.getTime() ?? null })),
    contracts: row.contracts.map(({ validFrom, pack, weeklyMinutes, maxWeeklyMinutes }): Contract => ({
      validFrom: dateText(validFrom),
      pack: pack as Contract['pack'],
      weeklyMinutes,
      maxWeeklyMinutes,
    })),
    phone: row.phone,
    idleSince: idleSince.get(row.id) ?? 0,
  }))
}

export async function listLeaves(tx: Reader, { from, to }: Span): Promise<Leave[]> {
  const rows = await tx.leave.findMany({ where: { fromAt: { lt: to }, toAt: { gt: from } }, orderBy: { fromAt: 'asc' } })
  return rows.map(({ id, personId, kind, fromAt, toAt }) => ({ id, personId, kind: kind as Leave['kind'], from: fromAt.getTime(), to: toAt.getTime() }))
}

/** What everybody who is active did at an instant, as far as we know. */
export async function listPresences(tx: Reader, at: Date): Promise<(Presence & { via: string })[]> {
  type Row = { person_id: string; state: string; from_at: Date; until: Date | null; via: string }
  const rows = await tx.$queryRaw<Row[]>`
    select r.person_id, r.state, r.from_at, r.until, r.via
      from person p cross join lateral (select * from presence where person_id = p.id and from_at <= ${at} order by from_at desc, to_at desc limit 1) r
     where p.is_active and (r.to_at is null or r.to_at > ${at})
     order by r.person_id`
  return rows.map((row) => ({
    personId: row.person_id,
    state: row.state as Presence['state'],
    from: row.from_at.getTime(),
    until: row.until?.getTime() ?? null,
    via: row.via,
  }))
}

export async function listNeeds(tx: Reader): Promise<Need[]> {
  const rows = await tx.need.findMany({ include: { site: true }, orderBy: [{ levelId: 'asc' }, { startsAt: 'asc' }, { id: 'asc' }] })
  return rows.map(({ id, siteId, site, levelId, kind, skill, days, startsAt, endsAt, people, onHolidays, validFrom, validTo, isInstead }) => ({
    id,
    siteId,
    zone: site.zone,
    levelId,
    kind: kindOf(kind),
    skill,
    days,
    from: startsAt,
    to: endsAt,
    people,
    onHolidays,
    validFrom: validFrom && dateText(validFrom),
    validTo: validTo && dateText(validTo),
    isInstead,
  }))
}

export async function listHolidays(tx: Reader, { from, to }: Period): Promise<{ siteId: string; date: string; name: string }[]> {
  const rows = await tx.holiday.findMany({ where: { date: { gte: toDate(from), lt: toDate(to) } }, orderBy: { date: 'asc' } })
  return rows.map(({ siteId, date, name }) => ({ siteId, date: dateText(date), name }))
}

export async function listShiftTypes(tx: Reader): Promise<(ShiftType & { isActive: boolean })[]> {
  const rows = await tx.shiftType.findMany({ orderBy: [{ startsAt: 'asc' }, { name: 'asc' }] })
  return rows.map(({ id, siteId, name, startsAt, endsAt, kind, levelId, skill, breaks, forbiddenNext, isActive }) => ({
    id,
    siteId,
    name,
    startsAt,
    endsAt,
    kind: kindOf(kind),
    levelId,
    skill,
    breaks: breaks as unknown as ShiftType['breaks'],
    forbiddenNext,
    isActive,
  }))
}

export type RosterSettings = { zone: string; night: NightRule; mustSignIn: boolean; wrapUpSeconds: number }

/** A line that nobody has named a company for has the house's defaults. */
export async function getRosterSettings(tx: Reader): Promise<RosterSettings> {
  const company = await tx.company.findFirst()
  if (!company) return { zone: 'UTC', night: HOUSE_NIGHT, mustSignIn: true, wrapUpSeconds: 30 }
  const { zone, nightFrom, nightTo, nightMinutes, mustSignIn, wrapUpSeconds } = company
  return { zone, night: { from: nightFrom, to: nightTo, minutes: nightMinutes }, mustSignIn, wrapUpSeconds }
}

export async function listLevels(tx: Reader): Promise<{ id: string; rank: number; name: string; headId: string }[]> {
  return tx.level.findMany({ select: { id: true, rank: true, name: true, headId: true }, orderBy: { rank: 'asc' } })
}

/** The instants of a period by the clock of `zone`. */
export function spanOf({ from, to }: Period, zone: string): Span {
  const begin = (date: string): Date => DateTime.fromISO(date, { zone }).startOf('day').toJSDate()
  return { from: begin(from), to: begin(to) }
}

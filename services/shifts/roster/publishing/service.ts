import type { z } from 'zod'
import type { Clock } from '../../../clock.ts'
import type { Database, Transaction } from '../../../db.ts'
import { domainError } from '../../../errors.ts'
import { DAYS_AROUND } from '../../../roster-rules/check.ts'
import { findingView, gapView } from '../../../roster-rules/from-wire.ts'
import type { Finding, Gap } from '../../../roster-rules/model.ts'
import type { publication, publicationRow, publish as publishShape, RosterDiff } from '../../../schemas/rosters.ts'
import { checkPeriod } from '../../period.ts'
import { markOwn } from '../../four-eyes/store.ts'
import { announceRoster } from '../../live/store.ts'
import { dateText, listShifts, spanOf, toDate, type Period, type Reader } from '../../store.ts'
import { afterwards, countByPerson, diffShifts, seenOf, type ShiftDiff, type StoredShift } from '../diff.ts'
import { readFacts } from '../facts/store.ts'
import { judge, marginOf, millisOf, MOST_DAYS, noticeFindings } from '../judge.ts'
import { changeRoster, listBothPlans, listOverrides, lockPeople, tellChanges } from '../store.ts'
import { changeView, shiftView, toCover } from '../views.ts'

export type Publication = z.infer<typeof publication>
export type PublicationRow = z.infer<typeof publicationRow>

export type RosterPublishing = {
  /** What a publication of the period would change, break and leave open. */
  getDiff: (period: Period) => Promise<RosterDiff>
  publish: (given: z.infer<typeof publishShape>, by: { id: string; name: string }) => Promise<Publication>
  listPublications: () => Promise<PublicationRow[]>
  getPublication: (version: number) => Promise<Publication>
}

const MOST_ROWS = 50

type Comparison = { changes: ShiftDiff[]; after: StoredShift[]; findings: Finding[]; gaps: Gap[] }

/** The draft of a period becomes the roster that holds: all of it or nothing, and only what was looked at. */
export function rosterPublishing({ database, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }): RosterPublishing {
  const { prisma } = database

  async function compare(db: Reader, period: Period): Promise<Comparison> {
    const facts = await readFacts({ prisma: db }, marginOf(period, DAYS_AROUND))
    const { draft, published } = await listBothPlans(db, period)
    const changes = diffShifts(published, draft)
    const after = afterwards(await listShifts(db, 'published', marginOf(period, DAYS_AROUND)), changes)
    const covers = await listOverrides(db, { revokedAt: null, shiftId: { in: after.map(({ id }) => id) } })
    const judged = judge(after, covers.map(toCover), facts.rules, period, millisOf(spanOf(period, facts.settings.zone)))
    const notices = noticeFindings(changes, facts.rules.workers, clock.now().toMillis())
    return { changes, after, gaps: judged.gaps, findings: [...notices, ...judged.findings] }
  }

  return {
    getDiff: async (given) => {
      const period = { from: given.from, to: given.to }
      checkPeriod(period, MOST_DAYS)
      const { changes, findings, gaps } = await compare(prisma, period)
      return { ...period, changes: changes.map(changeView), findings: findings.map(findingView), gaps: gaps.map(gapView), seen: seenOf(changes) }
    },

    publish: async ({ from, to, seen, reason }, by) => {
      const period = { from, to }
      checkPeriod(period, MOST_DAYS)
      const at = clock.now().toJSDate()
      return changeRoster(
        prisma,
        async (tx) => {
          const { changes, after, findings } = await compare(tx, period)
          if (changes.length === 0) throw domainError('NOTHING_TO_PUBLISH')
          if (seenOf(changes) !== seen) throw domainError('ROSTER_CHANGED')
          const unlawful = findings.filter(({ severity }) => severity === 'unlawful').length
          if (unlawful > 0 && reason === '') throw domainError('FINDINGS_NEED_REASON', { count: unlawful })
          const standIns = await makeDraftHold(tx, changes, at)
          const told = { changes: changes.map(changeView), findings: findings.map(findingView) }
          const shifts = after.filter(({ date }) => date >= from && date < to).map(shiftView)
          const { version } = await tx.publication.create({
            data: { fromDate: toDate(from), toDate: toDate(to), publishedBy: by.name, publishedAt: at, reason, ...told, shifts },
          })
          await tellChanges(tx, countByPerson(changes, standIns), { key: `roster:${version}`, ...period, at })
          const people = changes.flatMap(({ before, after: then }) => [before?.personId ?? null, then?.personId ?? null])
          await markOwn(tx, { by, people, what: 'publication', subject: String(version), span: period, at })
          await announceRoster(tx, from)
          return { version, ...period, publishedBy: by.name, publishedAt: at.toISOString(), reason, ...told }
        },
        { alone: true },
      )
    },

    listPublications: async () => {
      const rows = await prisma.$queryRaw<PublicationColumns[]>`
        select version, from_date, to_date, published_by, published_at, reason, jsonb_array_length(changes) as change_count
          from publication order by version desc limit ${MOST_ROWS}`
      return rows.map((row) => ({
        version: row.version,
        from: dateText(row.from_date),
        to: dateText(row.to_date),
        publishedBy: row.published_by,
        publishedAt: row.published_at.toISOString(),
        reason: row.reason,
        changeCount: row.change_count,
      }))
    },

    getPublication: async (version) => {
      const row = await prisma.publication.findUnique({ where: { version }, omit: { shifts: true } })
      if (!row) throw domainError('NOT_FOUND', { kind: 'publication', id: String(version) })
      const { fromDate, toDate: until, publishedBy, publishedAt, reason } = row
      const told = { changes: row.changes as Publication['changes'], findings: row.findings as Publication['findings'] }
      return { version, from: dateText(fromDate), to: dateText(until), publishedBy, publishedAt: publishedAt.toISOString(), reason, ...told }
    },
  }
}

type PublicationColumns = {
  version: number
  from_date: Date
  to_date: Date
  published_by: string
  published_at: Date
  reason: string
  change_count: number
}

/**
 * The published rows of what changes become those of the draft, each in its place, so that who stands in for a shift goes on doing so. Returns who
 * stood in for one.
 */
async function makeDraftHold(tx: Transaction, changes: readonly ShiftDiff[], at: Date): Promise<Array<{ shiftId: string; personId: string }>> {
  const idsOf = (change: ShiftDiff['change']): string[] => changes.flatMap((one) => (one.change === change ? [one.id] : []))
  const ids = changes.map(({ id }) => id)
  const covers = await tx.override.findMany({ where: { shiftId: { in: ids }, revokedAt: null }, select: { shiftId: true, personId: true } })
  await lockPeople(tx, [
    ...changes.flatMap(({ before, after }) => [before?.personId ?? null, after?.personId ?? null]),
    ...covers.map(({ personId }) => personId),
  ])
  await tx.shift.deleteMany({ where: { plan: 'published', id: { in: idsOf('removed') } } })
  await tx.$executeRaw`
    update shift p
       set person_id = d.person_id, shift_type_id = d.shift_type_id, site_id = d.site_id, starts_at = d.starts_at, ends_at = d.ends_at, kind = d.kind,
           level_id = d.level_id, skill = d.skill, breaks = d.breaks, buddy_id = d.buddy_id, note = d.note, version = d.version
      from shift d where p.plan = 'published' and d.plan = 'draft' and d.id = p.id and p.id = any(${idsOf('changed')}::uuid[])`
  await tx.$executeRaw`
    insert into shift (plan, id, person_id, shift_type_id, site_id, starts_at, ends_at, kind, level_id, skill, breaks, buddy_id, note, version)
    select 'published', id, person_id, shift_type_id, site_id, starts_at, ends_at, kind, level_id, skill, breaks, buddy_id, note, version
      from shift where plan = 'draft' and id = any(${idsOf('added')}::uuid[])`
  await revokeLost(tx, ids, at)
  return covers
}

/** Who stood in for a time that is no shift any more does so no longer; a swap of which one half is gone is none. */
async function revokeLost(tx: Transaction, shiftIds: readonly string[], at: Date): Promise<void> {
  await tx.$executeRaw`
    with lost as (
      select o.id, o.swap_id from override o left join shift s on s.plan = 'published' and s.id = o.shift_id
       where o.revoked_at is null and o.shift_id = any(${shiftIds}::uuid[])
         and (s.id is null or not tstzrange(o.from_at, o.to_at) && tstzrange(s.starts_at, s.ends_at))
    )
    update override set revoked_at = ${at} where revoked_at is null and (id in (select id from lost) or swap_id in (select swap_id from lost))`
}

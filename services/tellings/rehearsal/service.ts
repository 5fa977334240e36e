import { DateTime } from 'luxon'
import type { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { wallClock } from '../../local-time/wall-clock.ts'
import { findRuleVersion, getRule } from '../../rules/store.ts'
import type { rehearsal } from '../../schemas/pyramid.ts'
import type { PolicyRule } from '../../schemas/rules.ts'
import { keeperOf } from '../../shifts/keeper.ts'
import { rosterAround } from '../../shifts/on-shift/store.ts'
import { rehearse, type RehearsedCase } from '../rehearsal.ts'
import { casesLeft, listOpenTellings } from '../store.ts'
import type { TellingKind } from '../times.ts'

/** The dry run goes on until then, by the company's clock. */
const MORNING = '08:00'
const MOST_CASES = 2_000

type Named = { id: string; name: string }

/** A dry run of tonight, from what stands in the database now; it changes nothing. */
export function rehearsalReader({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return async (): Promise<z.infer<typeof rehearsal>> => {
    const now = clock.now().toJSDate()
    const { zone } = await prisma.company.findFirstOrThrow({ select: { zone: true } })
    const tomorrow = DateTime.fromJSDate(now, { zone }).startOf('day').plus({ days: 1 })
    const until = wallClock(tomorrow, MORNING, 'first').toJSDate()
    const steps = await prisma.$transaction(async (tx) => {
      const { body } = await getRule(tx, 'policy')
      return rehearse({
        now,
        until,
        zone,
        rule: body.executive,
        cases: await listCases(tx),
        tellings: await listTellings(tx),
        ...(await whoIsThere(tx, now, until)),
      })
    })
    return { from: now.toISOString(), until: until.toISOString(), steps }
  }
}

async function listCases(tx: Transaction): Promise<RehearsedCase[]> {
  const rows = await tx.case.findMany({
    where: { status: 'open' },
    include: { level: { include: { head: true } }, custodies: { where: { toAt: null }, include: { person: true } } },
    orderBy: { dueTopAt: 'asc' },
    take: MOST_CASES,
  })
  const policies = new Map<number, PolicyRule>()
  for (const version of new Set(rows.map(({ policyVersion }) => policyVersion))) {
    policies.set(version, ((await findRuleVersion(tx, 'policy', '', version)) ?? (await getRule(tx, 'policy'))).body)
  }
  return rows.flatMap(({ level, custodies, policyVersion, ...row }) => {
    const [owner, policy] = [custodies[0]?.person, policies.get(policyVersion)]
    return owner && policy ? [{ ...row, isAtTop: level.isExecutive, owner: named(owner), levelHead: named(level.head), policy }] : []
  })
}

async function listTellings(tx: Transaction) {
  const full = await listOpenTellings(tx)
  return full.map((one) => ({
    kind: one.kind as TellingKind,
    personId: one.personId,
    startedAt: one.startedAt,
    cases: casesLeft(one).map(({ number }) => number),
  }))
}

/** Who keeps which level when, with the roster and the absences as they are planned. */
async function whoIsThere(tx: Transaction, now: Date, until: Date) {
  const levels = await tx.level.findMany({ include: { head: { include: { deputy: true } } }, orderBy: { rank: 'asc' } })
  const top = levels.findLast(({ isExecutive }) => isExecutive) ?? levels.at(-1)
  if (!top) throw new Error('there is no level')
  const roster = await rosterAround(tx, now, until)
  const leaves = await tx.leave.findMany({ where: { fromAt: { lte: until }, toAt: { gt: now } } })
  const isAway = (id: string, at: Date): boolean => leaves.some(({ personId, fromAt, toAt }) => personId === id && fromAt <= at && at < toAt)
  const { head } = top
  const deputyAt = (at: Date): Named | null => (head.deputy?.isActive && !isAway(head.deputy.id, at) ? named(head.deputy) : null)
  const topOwnerAt = (at: Date): Named => (isAway(head.id, at) || !head.isActive ? (deputyAt(at) ?? named(head)) : named(head))
  const nextKeeperAt = (levelId: string, at: Date): Named | null => {
    const next = levels[levels.findIndex(({ id }) => id === levelId) + 1]
    if (!next || next.id === levels[0]?.id) return null
    if (next.id === top.id) return topOwnerAt(at)
    const { personId } = keeperOf(next, at.getTime(), roster.duties, roster.leaves, roster.people)
    return { id: personId, name: roster.people.find(({ id }) => id === personId)?.name ?? next.head.name }
  }
  return { head: named(head), topOwnerAt, deputyAt, nextKeeperAt }
}

const named = ({ id, name }: Named): Named => ({ id, name })

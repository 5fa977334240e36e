import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db.ts'
import { holdCase, holdCases, moveCustody } from '../cases/custody/store.ts'
import { addCaseEvent } from '../cases/events/store.ts'
import { getExecutive, type Executive } from '../escalation/executive/store.ts'
import { cancelCalls, requestCall } from '../outbound/store.ts'
import { getRule } from '../rules/store.ts'
import { announceTelling, closeTelling, holdTelling, listCasesLeft, tellOfTop, type HeldTelling } from './store.ts'
import { handsAt, ringsAgainAt } from './times.ts'

/** While he listens, or his phone rings, it is looked at again after this. */
const LOOK_AGAIN_SECONDS = 15
/** A call that is placed later than this would meet the next one. */
const RING_SECONDS = 35
/** So many cases go over in one transaction: with thousands it would not end in its time, and nobody would ever have them. */
const PIECE = 20

/**
 * Calls who is being told until he presses a key, and gives his cases to the deputy when he does not. What is to be done stands in Postgres; here a
 * call is only written down, once for each try, and outbound/ places it.
 */
export function tellingJobs({ database: { prisma }, clock, wake }: { database: Pick<Database, 'prisma'>; clock: Clock; wake: () => void }) {
  const due = `exists (select from telling where state = 'open' and due_at <= $1)`

  async function performDue(): Promise<void> {
    while (await performNext());
    wake() // what was written down is placed
  }

  async function performNext(): Promise<boolean> {
    const next = await prisma.$transaction(async (tx) => {
      const now = clock.now().toJSDate()
      const [row] = await tx.$queryRaw<{ id: string }[]>`
        select id from telling where state = 'open' and due_at <= ${now} order by due_at, id limit 1 for no key update skip locked`
      const telling = row && (await holdTelling(tx, row.id))
      return telling && { id: telling.id, isSilent: await goOn(tx, telling, now) }
    })
    if (next?.isSilent) while (await prisma.$transaction((tx) => handOver(tx, next.id, clock.now().toJSDate())));
    return next !== undefined
  }

  return { due, performDue }
}

/** True: he has not answered for so long that his deputy is to have it. */
async function goOn(tx: Transaction, telling: HeldTelling, now: Date): Promise<boolean> {
  if ((await listCasesLeft(tx, telling.id, 1)).length === 0) {
    await closeTelling(tx, telling, now)
    return false
  }
  const { rule, deputy, hand, underWay, isSilent } = await standingOf(tx, telling, now)
  if (isSilent) return true
  if (underWay.length === 0) await ring(tx, telling, now)
  const next = underWay.length > 0 ? lookAgainAt(now) : ringsAgainAt(telling.startedAt, now, rule, deputy === null)
  await tx.telling.update({ where: { id: telling.id }, data: { dueAt: now < hand && hand < next ? hand : next } })
  return false
}

async function standingOf(tx: Transaction, telling: HeldTelling, now: Date) {
  const [{ body }, executive] = [await getRule(tx, 'policy'), await getExecutive(tx, now)]
  const rule = body.executive
  const deputy = standIn(telling, executive)
  const hand = handsAt(telling.startedAt, rule)
  const underWay = await tx.outboundCall.findMany({ where: { tellingId: telling.id, endedAt: null }, select: { state: true } })
  const isListening = underWay.some(({ state }) => state === 'answered')
  return { rule, deputy, hand, underWay, levelId: executive.levelId, isSilent: deputy !== null && now >= hand && !isListening }
}

const lookAgainAt = (now: Date): Date => new Date(now.getTime() + LOOK_AGAIN_SECONDS * 1_000)

/** Only the head of the top has somebody who gets his cases; who stands in for him is called until he answers. */
const standIn = ({ personId }: HeldTelling, { head, deputy }: Executive): Executive['deputy'] => (personId === head.id ? deputy : null)

async function ring(tx: Transaction, { id, person }: HeldTelling, now: Date): Promise<void> {
  if (person.phone === null || !person.isActive) return
  const n = (await tx.outboundCall.count({ where: { tellingId: id } })) + 1
  const useful = new Date(now.getTime() + 4 * 60_000)
  await requestCall(tx, {
    key: `telling:${id}:${n}`,
    purpose: 'telling',
    to: person.phone,
    language: person.language,
    ringSeconds: RING_SECONDS,
    personId: person.id,
    tellingId: id,
    dueAt: now,
    untilAt: useful,
  })
}

/**
 * He has not answered for so long: his deputy has the cases from now on, each once, and is told as he was. They go over piece by piece; true: there may be
 * more. The cases are held before the telling, as by everybody who brings one to the top; what has come in meanwhile is seen in the next round.
 */
async function handOver(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const ids = await listCasesLeft(tx, id, PIECE)
  await holdCases(tx, ids)
  const telling = await holdTelling(tx, id)
  if (telling?.state !== 'open') return false
  const { deputy, isSilent, levelId } = await standingOf(tx, telling, now)
  if (!deputy || !isSilent) return false
  await cancelCalls(tx, { tellingId: id }, now)
  for (const caseId of ids) {
    const held = await holdCase(tx, caseId)
    if (held?.status !== 'open' || held.custody?.personId !== telling.personId) continue
    await moveCustody(tx, held, { to: { personId: deputy.id, levelId }, how: 'deputy', reason: null, at: now, movedById: null, isKeeper: false })
    await addCaseEvent(tx, { caseId, at: now, kind: 'deputy', body: { from: telling.person.name, to: deputy.name, why: 'silent' } })
    await tellOfTop(tx, caseId, now)
  }
  if ((await listCasesLeft(tx, id, 1)).length > 0) return true
  await tx.telling.update({ where: { id }, data: { state: 'handed', handedToId: deputy.id, endedAt: now } })
  await announceTelling(tx, telling.personId)
  return false
}

import { randomUUID } from 'node:crypto'
import type { Transaction } from '../../db.ts'
import { cancelCalls } from '../../outbound/store.ts'
import { findRule } from '../../rules/store.ts'
import { channelsFor, intentKey, NEWS, SURVEY_SECONDS, THROTTLE_SECONDS, type IntentKind, type MessageKind } from '../intents.ts'
import { allowedAt, readReach, subjectOf, type Reach } from '../reach/store.ts'
import { render, type Rendered } from '../render.ts'
import { waysTo, type Way } from '../ways.ts'
import { templateKey } from '../words.ts'

export type Intent = {
  caseId: string
  kind: IntentKind
  at: Date
  /** Which one of its kind, e.g. a promise's id; absent: what the case says. */
  about?: string
}

const later = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1_000)
const earliest = (dates: readonly Date[]): Date | undefined => [...dates].sort((one, other) => one.getTime() - other.getTime())[0]

/**
 * Decides, in the transaction of whatever happened, that the customer is to be told. Each intent once. A minute is waited for the next change: of
 * several the newest is told, at the time at which the first was due. A solved case is asked about its solution afterwards.
 */
export async function planMessage(tx: Transaction, intent: Intent): Promise<void> {
  await plan(tx, intent)
  if (intent.kind === 'solved') await plan(tx, { caseId: intent.caseId, kind: 'survey', at: intent.at })
}

async function plan(tx: Transaction, { caseId, kind, at, about }: Intent): Promise<void> {
  // Of two changes at once the second sees what the first has planned.
  await tx.$executeRaw`select 1 from "case" where id = ${caseId}::uuid for no key update`
  const reach = await readReach(tx, caseId)
  const { custodies, promises } = reach.case
  const key = intentKey(kind, { ...reach.case, custodyId: custodies[0]?.id ?? null, promiseId: promises[0]?.id ?? null }, about)
  if (await tx.customerMessage.findUnique({ where: { key }, select: { id: true } })) return
  const replaced = kind === 'survey' ? [] : await supersede(tx, caseId, at)
  const wanted = later(at, kind === 'survey' ? SURVEY_SECONDS : THROTTLE_SECONDS)
  const first = earliest([wanted, ...replaced]) ?? wanted
  const [way] = waysTo(reach.points, { preferred: reach.preferred, channels: channelsFor(kind, true) })
  const dueAt = allowedAt(reach, way?.channel, first < at ? at : first)
  const { text, subject, language, templateVersion } = await textOf(tx, reach, kind, way, dueAt)
  const created = { createdAt: at, updatedAt: at, dueAt }
  await tx.customerMessage.create({
    data: {
      ...{ id: randomUUID(), key, caseId, customerId: reach.case.customerId, kind, language, subject, text, templateVersion, ...created },
      ...(way && { channel: way.channel, to: way.to }),
    },
  })
}

/** What was not told yet need not be told any more. Returns when it was due. */
async function supersede(tx: Transaction, caseId: string, at: Date): Promise<Date[]> {
  const rows = await tx.customerMessage.updateManyAndReturn({
    where: { caseId, state: 'planned', kind: { in: [...NEWS] } },
    data: { state: 'superseded', updatedAt: at },
    select: { dueAt: true },
  })
  await dropCalls(tx, caseId, at)
  return rows.map(({ dueAt }) => dueAt)
}

/** Nor is somebody called once more with what is old by then. */
async function dropCalls(tx: Transaction, caseId: string, at: Date): Promise<void> {
  const where = { caseId, state: 'handed', channel: 'call', kind: { in: [...NEWS] } }
  for (const { id } of await tx.customerMessage.findMany({ where, select: { id: true } })) {
    if ((await cancelCalls(tx, { messageId: id }, at)) > 0) await tx.customerMessage.update({ where: { id }, data: { state: 'superseded', updatedAt: at } })
  }
}

/** The text as he would get it at `at` by this way. */
export async function textOf(
  tx: Transaction,
  reach: Reach,
  kind: MessageKind,
  way: Pick<Way, 'channel' | 'isPersonal'> | undefined,
  at: Date,
): Promise<Rendered & { templateVersion: number }> {
  const { channel, isPersonal } = way ?? { channel: 'sms', isPersonal: false }
  const key = templateKey(kind, isPersonal)
  const rule = await findRule(tx, 'template', key)
  if (!rule) throw new Error(`the program ships no template "${key}"`)
  const rendering = { template: rule.body, kind, channel, language: reach.language, zone: reach.hours.zones[0], at }
  return { ...render(subjectOf(reach, at), rendering), templateVersion: rule.version }
}

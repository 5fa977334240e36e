import { randomUUID } from 'node:crypto'
import type { Case, Prisma, Telling } from '../../prisma/generated/client.ts'
import type { Transaction } from '../db.ts'
import { addCaseEvent } from '../cases/events/store.ts'
import { getExecutive } from '../escalation/executive/store.ts'
import { LIVE_CHANNEL } from '../http/live/messages.ts'
import { addEmail } from '../mail/store.ts'
import { tell } from '../notifications/store.ts'
import { cancelCalls } from '../outbound/store.ts'
import { getRule } from '../rules/store.ts'
import { beginsAt, kindOf, LEAST_BETWEEN_MINUTES, type TellingKind } from './times.ts'
import { MOST_TEXTED, tellingWords, type ToldCase } from './words.ts'

const later = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * 60_000)
/** What comes in within this is one text. */
const GATHER_MINUTES = 0.5

const withCases = {
  include: {
    person: true,
    cases: { include: { case: { include: { customer: true, custodies: { where: { toAt: null } } } } }, orderBy: [{ addedAt: 'asc' }, { caseId: 'asc' }] },
  },
} satisfies Prisma.TellingDefaultArgs
export type FullTelling = Prisma.TellingGetPayload<typeof withCases>

const withPerson = { include: { person: true } } satisfies Prisma.TellingDefaultArgs
export type HeldTelling = Prisma.TellingGetPayload<typeof withPerson>

const hold = (tx: Transaction, id: string) => tx.$executeRaw`select 1 from telling where id = ${id}::uuid for no key update`

/** Until the commit nothing is added to it. */
export async function holdTelling(tx: Transaction, id: string): Promise<HeldTelling | undefined> {
  await hold(tx, id)
  return (await tx.telling.findUnique({ where: { id }, ...withPerson })) ?? undefined
}

/** The same with all that is told. */
export async function holdFullTelling(tx: Transaction, id: string): Promise<FullTelling | undefined> {
  await hold(tx, id)
  return (await tx.telling.findUnique({ where: { id }, ...withCases })) ?? undefined
}

/** Ids of the first of its cases that are still open and his, as `casesLeft`. */
export async function listCasesLeft(tx: Pick<Transaction, '$queryRaw'>, id: string, most: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select c.id from telling t join telling_case tc on tc.telling_id = t.id join "case" c on c.id = tc.case_id
      join custody u on u.case_id = c.id and u.to_at is null and u.person_id = t.person_id
     where t.id = ${id}::uuid and c.status = 'open' order by tc.added_at, c.id limit ${most}`
  return rows.map((row) => row.id)
}

export const listOpenTellings = (tx: Transaction): Promise<FullTelling[]> => tx.telling.findMany({ where: { state: 'open' }, ...withCases })

/** Of those that it tells of: what is still open and his. */
export const casesLeft = ({ cases, personId }: FullTelling) =>
  cases.filter(({ case: one }) => one.status === 'open' && one.custodies.some((custody) => custody.personId === personId)).map(({ case: one }) => one)

type LeftCase = ReturnType<typeof casesLeft>[number]

export const toldCase = (
  { number, title, customer, openedAt, severity }: Pick<LeftCase, 'number' | 'title' | 'customer' | 'openedAt' | 'severity'>,
  now: Date,
): ToldCase => ({
  number,
  title,
  customer: customer?.name ?? null,
  ageHours: Math.max(0, Math.floor((now.getTime() - openedAt.getTime()) / 3_600_000)),
  severity,
})

/**
 * A case is at the top: its owner is told, once for each time that it came to him. On his page, by text and e-mail at once; by phone until he
 * presses a key: for an urgent case from now on, for others from his set hour on. What comes in while he is being told joins that.
 */
export async function tellOfTop(tx: Transaction, caseId: string, at: Date): Promise<void> {
  const found = await tx.case.findUniqueOrThrow({ where: { id: caseId }, include: { level: true, customer: true, custodies: { where: { toAt: null } } } })
  const [custody] = found.custodies
  if (!found.level.isExecutive || !custody) return
  const kind = kindOf(found.severity)
  const telling = await openTelling(tx, custody.personId, kind, at)
  const { count } = await tx.tellingCase.createMany({ data: { tellingId: telling.id, caseId, addedAt: at }, skipDuplicates: true })
  if (count === 0) return
  // One that has become urgent is not read again at his set hour.
  if (kind === 'loud') await tx.tellingCase.deleteMany({ where: { caseId, telling: { personId: custody.personId, kind: 'digest', state: 'open' } } })
  await ringSoon(tx, telling, at)
  await tell(tx, [custody.personId], { kind: 'top', key: `told:${caseId}:${custody.id}`, body: { case: found.number, title: found.title } }, at)
  await addCaseEvent(tx, { caseId, at, kind: 'notice', body: { tellingId: telling.id } })
  await write(tx, telling, found, at)
}

/** The one that is open, or a new one: of two cases in the same moment both are in it. */
async function openTelling(tx: Transaction, personId: string, kind: TellingKind, at: Date): Promise<Telling> {
  const rule = await getRule(tx, 'policy')
  const { zone } = await tx.company.findFirstOrThrow({ select: { zone: true } })
  const startedAt = beginsAt(kind, at, rule.body.executive, zone)
  const made = { id: randomUUID(), personId, kind, startedAt, dueAt: startedAt }
  for (;;) {
    await tx.$executeRaw`
      insert into telling (id, person_id, kind, state, started_at, due_at) values (${made.id}::uuid, ${personId}::uuid, ${kind}, 'open', ${startedAt}, ${startedAt})
      on conflict (person_id, kind) where state = 'open' do nothing`
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      select id from telling where person_id = ${personId}::uuid and kind = ${kind} and state = 'open' for no key update`
    // He acknowledged the one that was there while we waited for it: the next round makes a new one.
    if (row) return tx.telling.findUniqueOrThrow({ where: { id: row.id } })
  }
}

/** An urgent case does not wait until it rings again by itself, but two in the same minute are one call. */
async function ringSoon(tx: Transaction, { id, kind, dueAt }: Telling, at: Date): Promise<void> {
  if (kind !== 'loud') return
  const last = await tx.outboundCall.findFirst({
    where: { tellingId: id, startedAt: { not: null } },
    orderBy: { startedAt: 'desc' },
    select: { startedAt: true },
  })
  const soon = last?.startedAt ? later(last.startedAt, LEAST_BETWEEN_MINUTES) : at
  if (soon < dueAt) await tx.telling.update({ where: { id }, data: { dueAt: soon > at ? soon : at } })
}

async function write(tx: Transaction, telling: Telling, found: Case & { customer: LeftCase['customer'] }, at: Date): Promise<void> {
  const person = await tx.person.findUniqueOrThrow({ where: { id: telling.personId } })
  const words = tellingWords(person.language)
  const company = (await tx.company.findFirstOrThrow({ select: { name: true } })).name
  const one = toldCase(found, at)
  const { head } = await getExecutive(tx, at)
  const how = { isUrgent: telling.kind === 'loud', isDeputy: head.id !== person.id }
  await addEmail(tx, { id: `telling:${telling.id}:${found.id}:email`, to: person.email, subject: words.subject(one), text: words.email(company, one, how), at })
  if (person.phone === null) return
  const texts = await tx.textMessage.findMany({ where: { id: { startsWith: `telling:${telling.id}:sms` } }, orderBy: { createdAt: 'desc' } })
  const [newest] = texts
  const since = newest?.state === 'waiting' ? newest.createdAt : at
  const where = { tellingId: telling.id, addedAt: { gte: since } }
  const first = await tx.tellingCase.findMany({ where, include: { case: { include: { customer: true } } }, orderBy: { addedAt: 'asc' }, take: MOST_TEXTED })
  const text = words.sms(
    company,
    first.map(({ case: each }) => toldCase(each, at)),
    await tx.tellingCase.count({ where }),
  )
  // One that is being sent just now is not changed any more.
  const { count } = newest ? await tx.textMessage.updateMany({ where: { id: newest.id, state: 'waiting' }, data: { text, updatedAt: at } }) : { count: 0 }
  if (count > 0) return
  const from = (await tx.phoneNumber.findFirst({ orderBy: { createdAt: 'asc' } }))?.number ?? ''
  const id = `telling:${telling.id}:sms${texts.length === 0 ? '' : `:${texts.length + 1}`}`
  const dueAt = telling.kind === 'loud' ? at : later(at, GATHER_MINUTES)
  await tx.textMessage.create({ data: { id, callSid: null, to: person.phone, from, text, createdAt: at, updatedAt: at, dueAt } })
}

/** He knows of it: by a key, or on his page. Nobody is called any more. */
export async function acknowledgeTelling(tx: Transaction, { id, personId }: Pick<Telling, 'id' | 'personId'>, at: Date): Promise<void> {
  const { count } = await tx.telling.updateMany({ where: { id, state: 'open' }, data: { state: 'acknowledged', acknowledgedAt: at, endedAt: at } })
  if (count === 0) return
  await cancelCalls(tx, { tellingId: id }, at)
  await announceTelling(tx, personId)
}

/** Nothing is left to tell: all of it was solved, or went to somebody else. */
export async function closeTelling(tx: Transaction, { id, personId }: Pick<Telling, 'id' | 'personId'>, at: Date): Promise<void> {
  await tx.telling.updateMany({ where: { id, state: 'open' }, data: { state: 'acknowledged', endedAt: at } })
  await cancelCalls(tx, { tellingId: id }, at)
  await announceTelling(tx, personId)
}

/** Says to pages that a telling changed; the id is the person's. */
export async function announceTelling(tx: Pick<Transaction, '$executeRaw'>, personId: string): Promise<void> {
  await tx.$executeRaw`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify({ type: 'telling', id: personId })})`
}

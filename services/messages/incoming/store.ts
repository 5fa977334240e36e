import type { Prisma } from '../../../prisma/generated/client.ts'
import { addContact } from '../../cases/contacts/store.ts'
import { holdCase, type HeldCase } from '../../cases/custody/store.ts'
import { openCase } from '../../cases/store.ts'
import { soleOwner } from '../../customers/identity.ts'
import { isOurs, ownersOf } from '../../customers/store.ts'
import type { Transaction } from '../../db.ts'
import { tell } from '../../notifications/store.ts'
import { classifyCaller, dialledNumber, regionOf } from '../../telephony/caller-id.ts'
import type { IncomingText } from '../../telephony/provider.ts'
import { wishIn } from '../keywords.ts'
import { allowTexts, refuseTexts } from '../store.ts'
import { caseNumbersIn, ratingIn } from './answers.ts'
import { addReason, findSurveyOf, rateCase } from './ratings/store.ts'

/** Of a text that goes on and on. */
const LONGEST_FACT = 4_000

/**
 * What somebody texts us: STOP or START; how satisfied he was, and why; else it belongs to the open case that it is about, or becomes a case of the
 * keeper, as a voicemail does.
 */
export async function takeText(tx: Transaction, { sid, from: raw, to, text, raw: { receivedAt } }: IncomingText): Promise<void> {
  const at = new Date(receivedAt)
  const caller = classifyCaller(raw, regionOf(dialledNumber(to)))
  const from = caller.e164 ?? caller.raw
  const wish = wishIn(text)
  if (wish === 'stop') return refuseTexts(tx, from, at)
  // Who never said STOP has nothing to take back: his "yes" answers something that we asked.
  if (wish === 'start' && (await allowTexts(tx, from))) return
  // Two texts of one person at once are one case, and one answer.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('text of ' || ${from}))`
  if (await takeAnswer(tx, from, text, at)) return
  const customerId = caller.kind === 'number' && !(await isOurs(tx, from)) ? soleOwner(await ownersOf(tx, from)) : null
  const found = await findOpenCase(tx, { from, text, customerId })
  const open = found === undefined ? undefined : await holdCase(tx, found)
  if (open?.status === 'open') return joinCase(tx, open, { sid, text, at })
  const channel = 'text' as const
  const opened = { customerId, callSid: null, title: `Text from ${from}`, reason: 'text', severity: 'normal', channel, words: text.slice(0, LONGEST_FACT) }
  await openCase(tx, { ...opened, facts: { from, to, text }, openedAt: at })
}

/** False: nothing was asked, or this is no answer to it. */
async function takeAnswer(tx: Transaction, from: string, text: string, at: Date): Promise<boolean> {
  const rating = ratingIn(text)
  const caseId = rating && (await findSurveyOf(tx, from, at))
  if (rating && caseId !== undefined) return rateCase(tx, { caseId, ...rating, via: 'sms', at })
  return addReason(tx, from, text.slice(0, LONGEST_FACT), at)
}

/** The open case that he names; that which an earlier text of this number has opened; or the only one of the customer whose number it is. Its id. */
async function findOpenCase(
  tx: Transaction,
  { from, text, customerId }: { from: string; text: string; customerId: string | null },
): Promise<string | undefined> {
  const named = await tx.case.findFirst({ where: { number: { in: caseNumbersIn(text) }, status: 'open' }, select: { id: true } })
  if (named) return named.id
  const [begun] = await tx.$queryRaw<{ id: string }[]>`
    select id from "case" where channel = 'text' and facts->>'from' = ${from} and status = 'open' order by opened_at desc limit 1`
  if (begun) return begun.id
  const his = customerId === null ? [] : await tx.case.findMany({ where: { customerId, status: 'open' }, select: { id: true }, take: 2 })
  return his.length === 1 ? his[0]?.id : undefined
}

async function joinCase(
  tx: Transaction,
  { id, number, title, reason, facts: known, custody }: HeldCase,
  { sid, text, at }: { sid: string; text: string; at: Date },
) {
  const facts = known as Prisma.JsonObject
  if (reason === 'text') {
    const both = `${String(facts['text'])}\n${text}`.slice(0, LONGEST_FACT)
    await tx.case.update({ where: { id }, data: { facts: { ...facts, text: both } } })
  }
  await addContact(tx, id, { at, words: text.slice(0, LONGEST_FACT) })
  await tell(tx, custody ? [custody.personId] : [], { kind: 'message', key: `message:${sid}`, body: { case: number, title } }, at)
}

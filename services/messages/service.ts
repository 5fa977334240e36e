import type { Prisma } from '../../prisma/generated/client.ts'
import { openCase } from '../cases/store.ts'
import { soleOwner, type NumberOwner } from '../customers/identity.ts'
import type { Database, Transaction } from '../db.ts'
import { tell } from '../notifications/store.ts'
import { classifyCaller, numberVariants, regionOf, toE164 } from '../telephony/caller-id.ts'
import type { IncomingText, RawEvent, Texts } from '../telephony/provider.ts'
import { wishIn } from './keywords.ts'
import { allowTexts, noteReport, refuseTexts } from './store.ts'

/** Of a text that goes on and on. */
const LONGEST_FACT = 4_000

/** What comes in about texts: how ours stand, and those that people send us. */
export function textService({ database: { prisma }, announce }: { database: Pick<Database, 'prisma'>; announce: (callSid: string) => void }): Texts {
  return {
    report: async (report) => {
      const callSid = await prisma.$transaction(async (tx) => {
        await saveEvent(tx, report.raw)
        return noteReport(tx, report, new Date(report.raw.receivedAt))
      })
      if (callSid !== undefined) announce(callSid)
    },
    receive: async (text) => {
      await prisma.$transaction(async (tx) => {
        if (await saveEvent(tx, text.raw)) await take(tx, text)
      })
    },
  }
}

/** A text becomes a case of the keeper, as a voicemail does; the next ones of the same number lie on it while it is open. STOP is no case. */
async function take(tx: Transaction, { sid, from: raw, to, text, raw: { receivedAt } }: IncomingText): Promise<void> {
  const at = new Date(receivedAt)
  const caller = classifyCaller(raw, regionOf(toE164(to, 'DE') ?? to))
  const from = caller.e164 ?? caller.raw
  const wish = wishIn(text)
  if (wish === 'stop') return refuseTexts(tx, from, at)
  // Who never said STOP has nothing to take back: his "yes" answers something that we asked.
  if (wish === 'start' && (await allowTexts(tx, from))) return
  // Two texts of one person at once are one case.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('text of ' || ${from}))`
  const open = await tx.case.findFirst({
    where: { status: 'open', reason: 'text', facts: { path: ['from'], equals: from } },
    include: { custodies: { where: { toAt: null } } },
  })
  if (!open) {
    const customerId = caller.kind === 'number' ? soleOwner(await ownersOf(tx, from)) : null
    await openCase(tx, { customerId, callSid: null, title: `Text from ${from}`, reason: 'text', severity: 'normal', facts: { from, to, text }, openedAt: at })
    return
  }
  const facts = open.facts as Prisma.JsonObject
  await tx.case.update({ where: { id: open.id }, data: { facts: { ...facts, text: `${String(facts['text'])}\n${text}`.slice(0, LONGEST_FACT) } } })
  const owners = open.custodies.map(({ personId }) => personId)
  await tell(tx, owners, { kind: 'message', key: `message:${sid}`, body: { case: open.number, title: open.title } }, at)
}

async function ownersOf(tx: Transaction, number: string): Promise<NumberOwner[]> {
  const points = await tx.contactPoint.findMany({ where: { kind: 'phone', value: { in: [...numberVariants(number)] }, validTo: null } })
  return points.map(({ customerId, standing }) => ({ customerId, standing: standing as NumberOwner['standing'] }))
}

/** False: it is stored already. */
async function saveEvent(tx: Transaction, { fingerprint, callSid, kind, token, url, params, receivedAt }: RawEvent): Promise<boolean> {
  const count = await tx.$executeRaw`
    insert into call_event (fingerprint, call_sid, kind, token, url, params, received_at)
    values (decode(${fingerprint}, 'hex'), ${callSid}, ${kind}, ${token}, ${url}, ${JSON.stringify(params)}::jsonb, ${receivedAt}::timestamptz)
    on conflict do nothing`
  return count === 1
}

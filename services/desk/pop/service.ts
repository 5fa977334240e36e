import type { Clock } from '../../clock.ts'
import { callRowView } from '../../calls/log/views.ts'
import { listCandidates } from '../../customers/candidates/store.ts'
import type { Database } from '../../db.ts'
import { domainError } from '../../errors.ts'
import { SHIPPED } from '../../rules/shipped.ts'
import type { CaseRow } from '../../schemas/cases.ts'
import type { DeskPop } from '../../schemas/desk.ts'
import { numberVariants } from '../../telephony/caller-id.ts'
import { pathOf } from './path.ts'
import { readPop, type PopRow } from './store.ts'

export type OpenCases = (of: { customerId: string } | { ownerId: string }) => Promise<CaseRow[]>
export type PopReader = ReturnType<typeof popReader>

/** What an agent should know before he answers. */
export function popReader({ database, clock, openCases }: { database: Pick<Database, 'pool' | 'prisma'>; clock: Clock; openCases: OpenCases }) {
  return async (callSid: string): Promise<DeskPop> => {
    const call = await database.prisma.call.findUnique({ where: { sid: callSid }, select: { fromNumber: true, customerId: true, startedAt: true } })
    if (!call) throw domainError('NOT_FOUND', { kind: 'call', id: callSid })
    const now = clock.now().toJSDate()
    const variants = call.fromNumber === null ? [] : [...numberVariants(call.fromNumber)]
    const [row, cases, candidates] = await Promise.all([
      readPop(database.pool, { callSid, variants, now }),
      call.customerId === null ? [] : openCases({ customerId: call.customerId }),
      call.customerId === null ? listCandidates(database.prisma, call.fromNumber, call.startedAt) : [],
    ])
    if (!row) throw domainError('NOT_FOUND', { kind: 'call', id: callSid })
    return { ...popView(row, cases, now), candidates }
  }
}

function popView({ call, customer, ...row }: PopRow, openCases: CaseRow[], now: Date): Omit<DeskPop, 'candidates'> {
  const startedAt = new Date(call.startedAt)
  const until = row.answeredAt === null ? (call.endedAt === null ? now : new Date(call.endedAt)) : new Date(row.answeredAt)
  return {
    call: callRowView({ ...call, startedAt, endedAt: call.endedAt === null ? null : new Date(call.endedAt), customer }),
    path: pathOf(row.log),
    captured: row.captured.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
    waitSeconds: Math.max(0, Math.round((until.getTime() - startedAt.getTime()) / 1_000)),
    customer: customer && {
      id: customer.id,
      name: customer.name,
      isSure: isSure(call.identity, customer.hasOwnNumber),
      language: customer.language,
      accountManager: customer.accountManager,
      lastRating: row.lastRating,
      contactsInSevenDays: row.contacts + 1,
      products: customer.products,
      note: customer.note,
    },
    lastContacts: row.last.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
    openCases,
    callbacks: row.callbacks.map((one) => ({ ...one, from: new Date(one.from).toISOString(), to: new Date(one.to).toISOString() })),
    recording: { mode: row.recordingMode ?? SHIPPED.recording['']?.mode ?? 'never', consent: call.consent },
  }
}

/** Whether he may be greeted by name: he said who he is in a way that confirms it, or calls from a number that is his alone and was verified. */
export function isSure(identity: string, hasOwnNumber: boolean): boolean {
  return identity === 'confirmed' || (identity === 'known' && hasOwnNumber)
}

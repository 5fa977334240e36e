import { randomUUID } from 'node:crypto'
import type { Prisma } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'
import { LIVE_CHANNEL } from '../../http/live/messages.ts'
import type { CaseEventKind } from '../../schemas/cases.ts'

/** `personId` null: the rules, or the customer. Internal unless it says otherwise. */
export type NewCaseEvent = { caseId: string; at: Date; personId?: string | null; kind: CaseEventKind; body?: Prisma.InputJsonObject; isInternal?: boolean }

/** Writes down what happened to a case, and tells the pages that it changed. */
export async function addCaseEvent(tx: Transaction, { caseId, at, personId = null, kind, body = {}, isInternal = true }: NewCaseEvent): Promise<void> {
  await tx.caseEvent.create({ data: { id: randomUUID(), caseId, at, personId, kind, body, isInternal } })
  await announceCase(tx, caseId)
}

/** Says that a case changed; the id of the note is the case's number. */
export async function announceCase(tx: Pick<Transaction, '$executeRaw'>, caseId: string): Promise<void> {
  await tx.$executeRaw`
    select pg_notify(${LIVE_CHANNEL}, json_build_object('type', 'case', 'id', number)::text) from "case" where id = ${caseId}::uuid`
}

/** A sign of us that the customer could notice: an answer, a call, a message. */
export async function noteSign(tx: Transaction, caseId: string, at: Date): Promise<void> {
  await tx.case.updateMany({ where: { id: caseId }, data: { lastSignAt: at, silenceToldAt: null } })
}

import type { Prisma } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'

const withParts = {
  person: { select: { id: true, name: true, language: true, levelId: true } },
  case: {
    include: {
      custodies: { where: { toAt: null } },
      missing: { where: { answeredAt: null }, orderBy: { askedAt: 'asc' } },
      promises: { where: { keptAt: null, replacedAt: null }, orderBy: { dueAt: 'asc' } },
    },
  },
} as const satisfies Prisma.DeskFormInclude
export type FormRow = Prisma.DeskFormGetPayload<{ include: typeof withParts }>

const ofCall = {
  customer: { select: { id: true, name: true, zone: true, language: true } },
  captured: { select: { name: true, value: true } },
  cases: { where: { status: 'open' }, select: { id: true, number: true }, orderBy: { openedAt: 'desc' }, take: 1 },
} as const satisfies Prisma.CallInclude
export type FormCall = Prisma.CallGetPayload<{ include: typeof ofCall }>

export async function findFormCall(tx: Transaction, sid: string): Promise<FormCall | null> {
  return tx.call.findUnique({ where: { sid }, include: ofCall })
}

export async function findForm(tx: Transaction, callSid: string): Promise<FormRow | null> {
  return tx.deskForm.findUnique({ where: { callSid }, include: withParts })
}

/** The form, held until the commit: of two who send it at once the second one finds it sent. */
export async function holdForm(tx: Transaction, callSid: string): Promise<FormRow | null> {
  await tx.$executeRaw`select 1 from desk_form where call_sid = ${callSid} for no key update`
  return findForm(tx, callSid)
}

/** One form for each call, whoever asks first. */
export async function beginForm(
  tx: Transaction,
  form: { callSid: string; personId: string; caseId: string | null; body: Prisma.InputJsonObject; at: Date },
): Promise<void> {
  const { callSid, personId, caseId, body, at } = form
  await tx.deskForm.createMany({ data: [{ callSid, personId, caseId, body, updatedAt: at }], skipDuplicates: true })
}

/** Other windows of his, and his page after a reload, read it anew. */
export async function announceDesk(tx: Pick<Transaction, '$executeRaw'>, personId: string): Promise<void> {
  await tx.$executeRaw`select pg_notify('nightline_live', json_build_object('type', 'desk', 'id', ${personId}::text)::text)`
}

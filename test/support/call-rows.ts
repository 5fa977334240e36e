/** Calls as they stand in the database, for tests that need them there and do not care how they came. */
import { randomBytes } from 'node:crypto'
import type { Prisma } from '../../prisma/generated/client.ts'
import type { Database } from '../../services/db.ts'
import type { Effect } from '../../services/ivr/effects.ts'
import type { Session } from '../../services/ivr/session.ts'

type Prismas = Pick<Database['prisma'], 'call' | 'callLeg' | 'effect'>
export type GivenCall = Partial<Omit<Prisma.CallUncheckedCreateInput, 'session'>> & { at: Date; session?: Partial<Session> }

export const aSid = (kind: 'CA' | 'RE' = 'CA'): string => kind + randomBytes(16).toString('hex')

/** A call that began at `at`, was heard of then, and has not ended. */
export async function aCallRow(prisma: Prismas, { at, session = {}, ...more }: GivenCall): Promise<string> {
  const { sid } = await prisma.call.create({
    data: {
      sid: aSid(),
      direction: 'inbound',
      fromRaw: '+493023125250',
      fromNumber: '+493023125250',
      fromKind: 'number',
      toRaw: '+493023125100',
      toNumber: '+493023125100',
      zone: 'Europe/Berlin',
      flow: 'support',
      flowVersion: 'test',
      language: 'en',
      turn: 1,
      status: 'in-progress',
      startedAt: at,
      lastEventAt: at,
      session: { language: 'en', achieved: [], results: {}, ...session } as unknown as Prisma.InputJsonObject,
      ...more,
    },
  })
  return sid
}

export async function aLeg(
  prisma: Prismas,
  callSid: string,
  more: Partial<Prisma.CallLegUncheckedCreateInput> & { number: string; startedAt: Date },
): Promise<void> {
  await prisma.callLeg.create({ data: { sid: aSid(), callSid, status: 'ringing', ...more } })
}

/** An effect that waits in the outbox. */
export async function anEffect(
  prisma: Prismas,
  callSid: string,
  body: Effect | { kind: 'settleCall' },
  { turn = 1, at }: { turn?: number; at: Date },
): Promise<string> {
  const n = await prisma.effect.count({ where: { callSid, turn } })
  const id = `${callSid}:${turn}:${n}`
  await prisma.effect.create({ data: { id, callSid, turn, n, kind: body.kind, body: body as Prisma.InputJsonObject, createdAt: at, dueAt: at } })
  return id
}

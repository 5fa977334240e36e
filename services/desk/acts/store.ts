import type { Transaction } from '../../db.ts'
import { LIVE_CHANNEL } from '../../http/live/messages.ts'
import { tell } from '../../notifications/store.ts'
import { SUPERVISION } from '../../schemas/people.ts'

export type ActedCall = NonNullable<Awaited<ReturnType<typeof findActedCall>>>
export type TalkingLeg = ActedCall['legs'][number]

/** The call with the legs on which somebody of ours talks now, who has talked longest first. */
export async function findActedCall(tx: Transaction, sid: string) {
  return tx.call.findUnique({
    where: { sid },
    include: { customer: true, legs: { where: { acceptedAt: { not: null }, endedAt: null }, orderBy: { acceptedAt: 'asc' } } },
  })
}

/** All who supervise see at once that somebody asks for help. */
export async function askForHelp(
  tx: Transaction,
  { legSid, callSid, personId, at }: { legSid: string; callSid: string; personId: string; at: Date },
): Promise<void> {
  const { count } = await tx.callLeg.updateMany({ where: { sid: legSid, helpAskedAt: null }, data: { helpAskedAt: at } })
  if (count === 0) return
  const { name } = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { name: true } })
  const people = await tx.person.findMany({ where: { isActive: true, role: { in: [...SUPERVISION] }, id: { not: personId } }, select: { id: true } })
  const ids = people.map(({ id }) => id).sort()
  await tell(tx, ids, { kind: 'help', key: `help:${legSid}:${at.getTime()}`, body: { name, callSid } }, at)
  await tx.$executeRaw`
    select pg_notify(${LIVE_CHANNEL}, json_build_object('type', 'desk', 'id', id)::text) from unnest(${ids}::text[]) as id`
}

/** Whom he consults, with a phone that can be rung. */
export async function findPhone(
  tx: Transaction,
  personId: string,
): Promise<{ id: string; name: string; phone: string | null; language: string; isActive: boolean } | null> {
  return tx.person.findUnique({ where: { id: personId }, select: { id: true, name: true, phone: true, language: true, isActive: true } })
}

/** The form goes with the call. */
export async function handForm(tx: Transaction, callSid: string, personId: string): Promise<void> {
  await tx.deskForm.updateMany({ where: { callSid, submittedAt: null }, data: { personId } })
}

import type { Transaction } from '../../../db.ts'
import type { Effect } from '../../../ivr/effects.ts'
import { tell } from '../../../notifications/store.ts'
import { caseResult, openCaseOf } from '../cases/store.ts'
import { sessionOf, type Performed, type Results } from '../performed.ts'

type Message = Extract<Effect, { kind: 'voicemail' }>

/** A message was left. Told twice, it is still one message. Where it cannot be put, it becomes a case: somebody must hear it. */
export async function performVoicemail(tx: Transaction, performed: Performed, message: Message): Promise<Results | undefined> {
  const { call, at } = performed
  const { recordingSid: sid, url, seconds } = message
  const { count } = await tx.recording.createMany({ data: { sid, callSid: call.sid, url, seconds, receivedAt: at }, skipDuplicates: true })
  if (count === 0) return undefined
  if (message.keep === 'comment') {
    await tx.rating.updateMany({ where: { callSid: call.sid, recordingSid: null }, data: { recordingSid: sid } })
    return undefined
  }
  const known = message.keep === 'onCase' ? await findCaseOfCall(tx, performed, message.caseNumber) : undefined
  if (!known) return { case: caseResult(performed, await openCaseOf(tx, performed, { ...message, reason: 'voicemail', channel: 'voicemail' })) }
  await tx.recording.update({ where: { sid }, data: { caseId: known.id } })
  const body = { case: known.number, title: known.title }
  await tell(tx, [known.ownerId], { kind: 'message', key: `message:${sid}`, body }, at)
  return { case: caseResult(performed, known) }
}

/** The open case that this call is about: one whose number the caller had, or that was opened for him. */
async function findCaseOfCall(tx: Transaction, { call }: Performed, number: string | undefined) {
  const { about, results } = sessionOf(call)
  if (number === undefined || (number !== about?.number && number !== results?.['case']?.['number'])) return undefined
  const found = await tx.case.findUnique({ where: { number }, include: { custodies: { where: { toAt: null }, include: { person: true } } } })
  const owner = found?.custodies[0]?.person
  return found && owner && { id: found.id, number, title: found.title, owner: owner.name, ownerId: owner.id }
}

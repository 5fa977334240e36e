import { randomInt, randomUUID } from 'node:crypto'
import type { Callback } from '../../../../prisma/generated/client.ts'
import type { Transaction } from '../../../db.ts'
import { segmentsOf } from '../../../messages/segments.ts'
import { addText, type TextLimits } from '../../../messages/store.ts'
import { getRule } from '../../../rules/store.ts'
import { reserve } from '../../abuse/money/store.ts'
import { codeText } from '../words.ts'
import { isSameOrApart, sameKeyOf } from '../../place.ts'
import { CODE_PAUSE_MINUTES, codeHashOf } from './code.ts'

/**
 * Sends the code that must come back before anybody is called: one text for each number in ten minutes, whoever asks, within the limits of texts and the
 * budget. Who asks for the same meanwhile may enter the one that was sent. False: it cannot be sent; then nothing of the request may stay.
 */
export async function sendCode(
  tx: Transaction,
  callback: Callback,
  { company, limits, at }: { company: string; limits: TextLimits; at: Date },
): Promise<boolean> {
  const { id, number, language, ourNumber } = callback
  // Two at once must not both be the first.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`code ${number}`}))`
  const since = new Date(at.getTime() - CODE_PAUSE_MINUTES * 60_000)
  const sent = await tx.callback.findFirst({ where: { number, codeSentAt: { gt: since } }, orderBy: [{ endedAt: 'desc' }, { codeSentAt: 'desc' }] })
  if (sent) return shareCode(tx, callback, sent)
  const { body: rule } = await getRule(tx, 'callback')
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  await tx.callback.update({ where: { id }, data: { codeHash: codeHashOf(number, code), codeSentAt: at } })
  const text = { id: randomUUID(), text: codeText(language, { company, code, minutes: rule.codeMinutes }) }
  // Money before texts, as for all that customers are told: else two wait for each other in a circle.
  if (!(await reserve(tx, { kind: 'code', key: `code:${id}`, number, at, parts: segmentsOf(text.text) }))) return false
  await addText(tx, { ...text, callSid: null, dialled: ourNumber, to: number }, limits, at)
  const { state } = await tx.textMessage.findUniqueOrThrow({ where: { id: text.id }, select: { state: true } })
  return state !== 'refused'
}

/** False: somebody else is asked for there, or the code has been used up. */
async function shareCode(tx: Transaction, callback: Callback, { state, sameKey, codeHash, codeSentAt, nextAt }: Callback): Promise<boolean> {
  if (state !== 'unverified' || !isSameOrApart(sameKey, sameKeyOf({ ...callback, customerId: null }))) return false
  await tx.callback.update({ where: { id: callback.id }, data: { codeHash, codeSentAt, nextAt } })
  return true
}

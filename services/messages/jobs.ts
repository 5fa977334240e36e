import type { Clock } from '../clock.ts'
import type { Database } from '../db.ts'
import { ProviderFault, type TelephonyProvider } from '../telephony/provider.ts'
import { settleMessage } from './delivery/store.ts'
import { giveUpTexts, noteNotSent, noteSent, takeText, type TextToSend } from './store.ts'

export type TextJobsOptions = {
  database: Pick<Database, 'prisma'>
  clock: Clock
  provider: () => Promise<Pick<TelephonyProvider, 'sendMessage'>>
  /** Where the provider reports how the text of this id stands. */
  statusUrl: (id: string) => string
  announce: (callSid: string) => void
  log: { warn: (details: object, text: string) => void }
}

/** Sends texts, each once: claimed, sent outside of any transaction, then noted. What may have gone out is never repeated. */
export function textJobs({ database: { prisma }, clock, provider, statusUrl, announce, log }: TextJobsOptions) {
  const due = `exists (select from text_message where state in ('waiting', 'sending') and due_at <= $1)`

  async function performDue(): Promise<void> {
    await prisma.$transaction(async (tx) => {
      const now = clock.now().toJSDate()
      for (const id of await giveUpTexts(tx, now)) await settleMessage(tx, id, 'unknown', now)
    })
    for (;;) {
      const text = await prisma.$transaction((tx) => takeText(tx, clock.now().toJSDate()))
      if (!text) return
      await send(text)
      if (text.call_sid !== null) announce(text.call_sid)
    }
  }

  async function send(text: TextToSend): Promise<void> {
    try {
      const { id, from, to, text: body } = text
      const { sid } = await (await provider()).sendMessage({ from, to, text: body, status: statusUrl(id) })
      await prisma.$transaction(async (tx) => {
        const now = clock.now().toJSDate()
        await noteSent(tx, id, sid, now)
        await settleMessage(tx, id, 'sent', now)
      })
    } catch (err) {
      if (!(err instanceof ProviderFault)) throw err
      const { isSure, isPassing, code } = err
      log.warn({ err, callSid: text.call_sid, code, isSure }, 'a text could not be sent')
      await prisma.$transaction(async (tx) => {
        const now = clock.now().toJSDate()
        const end = await noteNotSent(tx, text, isPassing, isSure, code, now)
        if (end) await settleMessage(tx, text.id, end, now)
      })
    }
  }

  return { due, performDue }
}

import type { Database } from '../db.ts'
import { classifyCaller, dialledNumber, regionOf } from '../telephony/caller-id.ts'
import { isRepeated, saveRawEvent } from '../telephony/events/store.ts'
import type { Texts } from '../telephony/provider.ts'
import { settleMessage, type MessageResult } from './delivery/store.ts'
import { takeText } from './incoming/store.ts'
import { noteReport } from './store.ts'

/** What a report about a text says about the message that it carries. */
const RESULTS: Readonly<Record<string, MessageResult>> = { sent: 'sent', delivered: 'delivered', undelivered: 'failed', failed: 'failed' }

export type TextServiceOptions = {
  database: Pick<Database, 'prisma'>
  announce: (callSid: string) => void
  /** A message may be to go another way now. */
  wake: () => void
  /** Staff answer whether they work a shift. True: this was such an answer; asked again it stays so. */
  answerOffer?: (number: string, text: string) => Promise<boolean>
}

/** What comes in about texts: how ours stand, and those that people send us. */
export function textService({ database: { prisma }, announce, wake, answerOffer }: TextServiceOptions): Texts {
  return {
    report: async (report) => {
      const text = await prisma.$transaction(async (tx) => {
        const at = new Date(report.raw.receivedAt)
        await saveRawEvent(tx, report.raw)
        const noted = await noteReport(tx, report, at)
        const result = noted && RESULTS[noted.state]
        if (result) await settleMessage(tx, report.id, result, at)
        return noted
      })
      if (text?.callSid != null) announce(text.callSid)
      else wake()
    },
    receive: async (text) => {
      // Delivered twice, a "yes" would be one to the next shift that he is asked about.
      if (await isRepeated(prisma, text.raw)) return
      const number = classifyCaller(text.from, regionOf(dialledNumber(text.to))).e164
      const isAnswer = number !== null && number !== undefined && (await answerOffer?.(number, text.text))
      await prisma.$transaction(async (tx) => {
        if ((await saveRawEvent(tx, text.raw)) && isAnswer !== true) await takeText(tx, text)
      })
    },
  }
}

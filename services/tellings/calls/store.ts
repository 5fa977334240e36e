import type { OutboundCall } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'
import type { CallPurpose } from '../../outbound/ends/service.ts'
import { acknowledge } from '../../outbound/store.ts'
import type { OutboundReply } from '../../telephony/provider.ts'
import { acknowledgeTelling, announceTelling, casesLeft, closeTelling, holdFullTelling, toldCase } from '../store.ts'
import { tellingWords } from '../words.ts'

const STEP = 'told'

/**
 * What the executive hears when he picks up: all cases of the telling; 1 says that he knows of them, 2 reads them again. What came in while he
 * listened is read before his 1 counts for it.
 */
export function tellingCalls({ companyName }: { companyName: () => string }): CallPurpose {
  return {
    answer: async (tx, call, { step, key, at }) => {
      const telling = call.tellingId === null ? undefined : await holdFullTelling(tx, call.tellingId)
      const words = tellingWords(call.language)
      const ends = (text: string): OutboundReply => ({ kind: 'ends', text, language: words.language })
      if (!telling || telling.state !== 'open') return ends(call.state === 'acknowledged' ? words.acknowledged : words.already)
      const left = casesLeft(telling)
      if (left.length === 0) {
        await closeTelling(tx, telling, at)
        return ends(words.already)
      }
      const read = readIn(call)
      const unread = left.filter(({ id }) => !read.includes(id))
      const asks = async (cases: typeof left, isMore: boolean): Promise<OutboundReply> => {
        await noteRead(tx, call, [...read, ...cases.map(({ id }) => id)])
        const told = cases.map((one) => toldCase(one, at))
        return { kind: 'asks', step: STEP, text: isMore ? words.more(told) : words.asks(companyName(), told), language: words.language }
      }
      if (step === '' || key === '2') return asks(left, false)
      if (key !== '1') return ends(words.notPressed)
      if (unread.length > 0) return asks(unread, true)
      await acknowledge(tx, call.id)
      await acknowledgeTelling(tx, telling, at)
      return ends(words.acknowledged)
    },
    ended: async (tx, call) => {
      if (call.personId !== null) await announceTelling(tx, call.personId)
    },
  }
}

const readIn = ({ body }: OutboundCall): readonly string[] => (body as { read?: readonly string[] }).read ?? []

async function noteRead(tx: Transaction, { id }: OutboundCall, read: readonly string[]): Promise<void> {
  await tx.outboundCall.update({ where: { id }, data: { body: { read: [...new Set(read)] } } })
}

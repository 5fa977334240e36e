import { randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { getCaseId } from '../../cases/reading/store.ts'
import type { Database } from '../../db.ts'
import { domainError } from '../../errors.ts'
import { findRule } from '../../rules/store.ts'
import { channelsFor } from '../intents.ts'
import { allowedAt, readReach, subjectOf } from '../reach/store.ts'
import { render } from '../render.ts'
import { waysTo, type Channel } from '../ways.ts'

export type Written = { template: string; values: Readonly<Record<string, string>>; channel?: Channel | undefined }
export type WrittenService = ReturnType<typeof writtenService>

/** What an agent sends to the customer of a case: a skeleton whose blanks are filled, by the program and by him. */
export function writtenService({
  database: { prisma },
  clock,
  hasMail,
  wake,
}: {
  database: Pick<Database, 'prisma'>
  clock: Clock
  hasMail: boolean
  wake: () => void
}) {
  async function send(number: string, writerId: string | null, { template: key, values, channel }: Written): Promise<void> {
    await prisma.$transaction(async (tx) => {
      const at = clock.now().toJSDate()
      const caseId = await getCaseId(tx, number)
      const rule = await findRule(tx, 'template', key)
      if (!rule) throw domainError('NOT_FOUND', { kind: 'template', id: key })
      const reach = await readReach(tx, caseId)
      const ways = waysTo(reach.points, { preferred: channel ?? reach.preferred, channels: channelsFor('written', hasMail) })
      const [way] = channel === undefined ? ways : ways.filter((one) => one.channel === channel)
      if (!way) throw domainError('UNREACHABLE_CUSTOMER', { reason: reasonFor(reach.points.length, channel) })
      const dueAt = allowedAt(reach, way.channel, at)
      const rendering = { template: rule.body, kind: 'written' as const, channel: way.channel, language: reach.language, zone: reach.hours.zones[0], at: dueAt }
      const { text, subject, language, empty } = render(subjectOf(reach, at), rendering, values)
      if (empty.length > 0) throw domainError('TEMPLATE_HAS_BLANKS', { names: empty.join(', ') })
      const id = randomUUID()
      const content = { language, subject, text, templateVersion: rule.version, channel: way.channel, to: way.to }
      const times = { createdAt: at, updatedAt: at, dueAt }
      await tx.customerMessage.create({
        data: { id, key: `written:${caseId}:${id}`, caseId, customerId: reach.case.customerId, kind: 'written', writtenById: writerId, ...content, ...times },
      })
    })
    wake()
  }
  return { send }
}

function reasonFor(points: number, channel: Channel | undefined): string {
  if (points === 0) return 'no number and no address of his is known'
  return channel === undefined ? 'he wants no texts, and no other way is known' : `there is no way by "${channel}"; allowed: another channel, or none`
}

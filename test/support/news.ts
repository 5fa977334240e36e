/** Cases of customers who are to be told something, and what has really reached them. */
import { randomUUID } from 'node:crypto'
import { openCase } from '../../services/cases/store.ts'
import { moveService } from '../../services/cases/moves/service.ts'
import { planMessage } from '../../services/messages/plan/store.ts'
import type { CaseMove } from '../../services/schemas/cases.ts'
import { control, type TestLine } from './line.ts'
import { timePasses } from './phones.ts'

type NewCustomer = { name?: string; phones?: readonly string[]; email?: string; standing?: string; wishes?: object }
export type CustomerCase = { id: string; number: string; customerId: string }

/** A customer with a case that Dana has not taken yet. */
export async function aCaseOf(
  line: TestLine,
  { name = 'Ada Byron', phones = [], email, standing = 'direct', wishes = {} }: NewCustomer,
): Promise<CustomerCase> {
  const at = line.app.clock.now().toJSDate()
  return line.database.prisma.$transaction(async (tx) => {
    const customerId = randomUUID()
    await tx.customer.create({ data: { id: customerId, name, createdAt: at, ...wishes } })
    const points = [...phones.map((value) => ({ kind: 'phone', value })), ...(email === undefined ? [] : [{ kind: 'email', value: email }])]
    await tx.contactPoint.createMany({ data: points.map((point) => ({ id: randomUUID(), customerId, ...point, standing, validFrom: at })) })
    const severity = 'normal'
    const opened = await openCase(tx, {
      customerId,
      callSid: null,
      title: 'No heat',
      reason: 'other',
      severity,
      facts: { matter: 'heating' },
      openedAt: at,
      channel: 'web',
    })
    await tx.case.update({ where: { id: opened.id }, data: { words: 'It is cold.', acknowledgement: 'We take care of it.', acknowledgedAt: at } })
    return { id: opened.id, number: opened.number, customerId }
  })
}

/** Somebody of us moves a case, as he does on the page. */
export async function moves(line: TestLine, { number }: Pick<CustomerCase, 'number'>, who: string, move: CaseMove): Promise<void> {
  const { id } = await line.database.prisma.person.findFirstOrThrow({ where: { name: who } })
  await moveService({ database: line.database, clock: line.app.clock, onMoved: planMessage }).move(number, id, move)
}
export const SOLVED = { move: 'solve', solution: 'The pump was replaced', satisfiedBy: 'It is warm again' } as const

type Carried = { to: string; from: string; body: string; direction: string }
/** The texts that the carrier has from us for this number. */
export async function textsTo(line: TestLine, to: string): Promise<string[]> {
  const { messages } = await control<{ messages: Carried[] }>(line.simulator, 'GET', '/messages')
  return messages.filter((message) => message.to === to && message.direction === 'outbound-api').map(({ body }) => body)
}
export const mailsTo = (line: TestLine, to: string) => line.mailbox.list().filter((letter) => letter.to === to)
export async function texts(line: TestLine, from: string, body: string): Promise<void> {
  await control(line.simulator, 'POST', '/messages', { from, to: '+493023125100', body })
  await timePasses(line.simulator, 1)
}
/** What we meant to tell, in the order in which it was decided. */
export const outgoing = (line: TestLine, { id }: Pick<CustomerCase, 'id'>) =>
  line.database.prisma.customerMessage.findMany({ where: { caseId: id }, orderBy: [{ createdAt: 'asc' }, { kind: 'asc' }] })
export const eventsOf = async (line: TestLine, { id }: Pick<CustomerCase, 'id'>, kind: string) =>
  (await line.database.prisma.caseEvent.findMany({ where: { caseId: id, kind }, orderBy: { n: 'asc' } })).map(({ body }) => body)

import type { Database } from '../../../db.ts'
import { CannotStart } from '../../../reasons.ts'
import { month } from '../../../schemas/pay.ts'
import { readStatement } from '../../../shifts/pay/service.ts'
import { withDatabase } from '../../running/service.ts'
import { oneOf } from '../wanted.ts'

export type ExplainOptions = { person: string; month: string; language: string; json?: boolean }

/** Prints the statement of pay of one person and month in words, added up again to the last unit: a closed month as it was settled, else as it stands. */
export async function explainPay({ person, month: given, language, json }: ExplainOptions): Promise<number> {
  const wanted = month.safeParse(given)
  if (!wanted.success) throw new CannotStart(`"${given}" is not a month; write a month such as 2026-11`)
  const words = oneOf('--language', language, ['en', 'ru'] as const)
  return withDatabase(async ({ prisma }) => {
    const id = await findPerson(prisma, person)
    const statement = await prisma.$transaction((tx) => readStatement(tx, wanted.data, id, words), { timeout: 60_000, isolationLevel: 'RepeatableRead' })
    const { closedAt, problem, problemFrom } = statement
    const standing = closedAt === null ? STANDING[words].open : `${STANDING[words].closed} ${closedAt}`
    const lines = [
      `${statement.person.name}, ${wanted.data}, ${standing}`,
      ...(problem === null ? [] : [PROBLEMS[words][problem](problemFrom ?? '')]),
      '',
      ...statement.words,
    ]
    process.stdout.write(json ? `${JSON.stringify(statement, null, 2)}\n` : `${lines.join('\n')}\n`)
    return 0
  })
}

const STANDING = {
  en: { open: 'not closed: figures may change', closed: 'closed on' },
  ru: { open: 'месяц не закрыт, цифры могут измениться', closed: 'закрыт' },
} as const
const PROBLEMS = {
  en: {
    noContract: (from: string) => `For work on ${from} there is no contract.`,
    noRate: (from: string) => `No rate from ${from}: the contract names none.`,
    noPack: () => 'A contract of this month names a pay pack that there is not.',
  },
  ru: {
    noContract: (from: string) => `На работу ${from} нет договора.`,
    noRate: (from: string) => `С ${from} нет ставки: в договоре она не указана.`,
    noPack: () => 'В договоре на этот месяц назван набор доплат, которого нет.',
  },
} as const

/** By id, e-mail address or name. */
async function findPerson(prisma: Database['prisma'], given: string): Promise<string> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given)
  const like = { equals: given, mode: 'insensitive' } as const
  const where = isId ? { id: given } : { OR: [{ email: like }, { name: like }] }
  const found = await prisma.person.findMany({ where, select: { id: true, email: true }, orderBy: { email: 'asc' }, take: 20 })
  const [only] = found
  if (!only) throw new CannotStart(`There is nobody with the id, e-mail address or name "${given}".`)
  if (found.length > 1) throw new CannotStart(`${found.length} people are called "${given}"; write one of ${found.map(({ email }) => email).join(', ')}`)
  return only.id
}

import { audit } from '../../audit/store.ts'
import type { Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'

export type NoteReading = ReturnType<typeof readingNotes>

/** Writes down who has looked at whose record: once for each person, record and hour. */
export function readingNotes({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return async (customerId: string, actor: string): Promise<void> => {
    const now = clock.now()
    const entry = { kind: 'customer.read', subject: customerId, actor }
    const known = await prisma.auditEntry.findFirst({ where: { ...entry, at: { gte: now.startOf('hour').toJSDate() } }, select: { id: true } })
    if (!known) await audit(prisma, { ...entry, at: now.toJSDate() })
  }
}

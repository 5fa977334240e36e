import type { Database } from '../db.ts'
import { domainError } from '../errors.ts'
import type { z } from 'zod'
import type { caseDetail } from '../schemas/cases.ts'

export type CaseReader = (number: string) => Promise<z.infer<typeof caseDetail>>

/** A case by its number, in any spelling of its digits. */
export function caseReader({ prisma }: Pick<Database, 'prisma'>): CaseReader {
  return async (number) => {
    const found = await prisma.case.findUnique({
      where: { number: number.replace(/[\s-]/g, '') },
      include: {
        customer: true,
        level: true,
        custodies: { include: { person: true }, orderBy: { fromAt: 'asc' } },
        promises: { orderBy: { madeAt: 'asc' } },
        messages: { orderBy: { receivedAt: 'asc' } },
      },
    })
    if (!found) throw domainError('NOT_FOUND', { kind: 'case', id: number })
    const owner = found.custodies.find(({ toAt }) => toAt === null)?.person
    return {
      number: found.number,
      title: found.title,
      reason: found.reason,
      severity: found.severity,
      status: found.status,
      customer: found.customer && { id: found.customer.id, name: found.customer.name },
      callSid: found.callSid,
      level: { rank: found.level.rank, name: found.level.name },
      owner: owner ? { id: owner.id, name: owner.name } : null,
      facts: found.facts as Record<string, string>,
      openedAt: found.openedAt.toISOString(),
      dueTopAt: found.dueTopAt.toISOString(),
      endedAt: found.endedAt?.toISOString() ?? null,
      promises: found.promises.map(({ kind, madeAt, dueAt, keptAt }) => ({
        kind,
        madeAt: madeAt.toISOString(),
        dueAt: dueAt.toISOString(),
        keptAt: keptAt?.toISOString() ?? null,
      })),
      messages: found.messages.map(({ sid, callSid, seconds, receivedAt }) => ({ sid, callSid, seconds, receivedAt: receivedAt.toISOString() })),
      custodies: found.custodies.map(({ person, fromAt, toAt, how, reason }) => ({
        person: { id: person.id, name: person.name },
        fromAt: fromAt.toISOString(),
        toAt: toAt?.toISOString() ?? null,
        how,
        reason,
      })),
    }
  }
}

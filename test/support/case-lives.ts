/** Cases written down row by row, as they would stand after a life: for figures that are checked against tables made by hand. */
import { randomUUID } from 'node:crypto'
import type { Prisma } from '../../prisma/generated/client.ts'
import { caseNumber } from '../../services/cases/case-number.ts'
import type { Database } from '../../services/db.ts'
import type { CaseEventKind, CustodyHow } from '../../services/schemas/cases.ts'

export type Held = {
  person: string
  level: string
  from: string
  /** Null: until now. */
  to: string | null
  how: CustodyHow
  isKeeper?: boolean
  movedBy?: string | null
  readAt?: string
}
export type Happened = { at: string; person?: string | null; kind: CaseEventKind; body?: Prisma.InputJsonObject }
export type Life = {
  opened: string
  reason?: string
  severity?: string
  /** When its 20 hours end; absent: 20 hours after it was opened. */
  due?: string
  ended?: { at: string; status: 'solved' | 'closed' }
  reopened?: string
  custodies: readonly Held[]
  events?: readonly Happened[]
  promises?: readonly { due: string; kept?: string; replaced?: string }[]
  rating?: { score: number; at: string }
  surveys?: readonly { at: string; state: string }[]
  missing?: readonly { at: string; intake: string; by: string; fault: 'ours' | 'new' }[]
}

let count = 0

/** Writes a life down in one transaction: the database looks at owners when it is committed. */
export async function liveCase({ prisma }: Pick<Database, 'prisma'>, life: Life): Promise<{ id: string; number: string }> {
  const id = randomUUID()
  const number = caseNumber((count += 1))
  const date = (text: string): Date => new Date(text)
  const opened = date(life.opened)
  await prisma.$transaction(async (tx) => {
    const last = life.custodies.at(-1)
    await tx.case.create({
      data: {
        ...{ id, number, title: `Case ${number}`, reason: life.reason ?? 'other', severity: life.severity ?? 'normal', facts: {}, openedAt: opened },
        ...{ levelId: last?.level ?? '', dueTopAt: life.due ? date(life.due) : new Date(opened.getTime() + 20 * 3_600_000) },
        ...{ status: life.ended?.status ?? 'open', endedAt: life.ended ? date(life.ended.at) : null },
        reopenedAt: life.reopened ? date(life.reopened) : null,
      },
    })
    for (const { person, level, from, to, how, isKeeper = false, movedBy = null, readAt } of life.custodies)
      await tx.custody.create({
        data: {
          ...{ id: randomUUID(), caseId: id, personId: person, levelId: level, fromAt: date(from), toAt: to === null ? null : date(to), how, isKeeper },
          ...{ movedById: movedBy, readAt: readAt ? date(readAt) : null },
        },
      })
    for (const { at, person = null, kind, body = {} } of life.events ?? [])
      await tx.caseEvent.create({ data: { id: randomUUID(), caseId: id, at: date(at), personId: person, kind, body } })
    for (const { due, kept, replaced } of life.promises ?? [])
      await tx.customerPromise.create({
        data: {
          ...{ id: randomUUID(), caseId: id, kind: 'answer', madeAt: opened, dueAt: date(due) },
          ...{ keptAt: kept ? date(kept) : null, replacedAt: replaced ? date(replaced) : null },
        },
      })
    if (life.rating) await tx.caseRating.create({ data: { caseId: id, score: life.rating.score, via: 'sms', givenAt: date(life.rating.at) } })
    for (const [n, { at, state }] of (life.surveys ?? []).entries()) {
      const times = { createdAt: date(at), dueAt: date(at), updatedAt: date(at) }
      await tx.customerMessage.create({
        data: { id: randomUUID(), key: `survey:${id}:${n}`, caseId: id, kind: 'survey', language: 'en', text: '?', state, ...times },
      })
    }
    for (const { at, intake, by, fault } of life.missing ?? [])
      await tx.missingFact.create({
        data: { id: randomUUID(), caseId: id, name: 'since', question: 'Since when?', fault, askedById: by, intakeById: intake, askedAt: date(at) },
      })
  })
  return { id, number }
}

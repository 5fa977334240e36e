import { addCaseEvent } from '../../../cases/events/store.ts'
import type { Transaction } from '../../../db.ts'
import { tell } from '../../../notifications/store.ts'
import { numberVariants } from '../../../telephony/caller-id.ts'
import { SURVEY_DAYS } from '../../intents.ts'

export type NewRating = { caseId: string; score: number; why: string; via: 'sms' | 'call'; at: Date }

/** How satisfied he was, once for each case. False: he had said it before. */
export async function rateCase(tx: Transaction, { caseId, score, why, via, at }: NewRating): Promise<boolean> {
  const { count } = await tx.caseRating.createMany({ data: { caseId, score, why, via, givenAt: at }, skipDuplicates: true })
  if (count === 0) return false
  await noteRating(tx, { caseId, score, why, at })
  return true
}

/** Who solved it hears of it, the good and the bad. */
async function noteRating(tx: Transaction, { caseId, score, why, at }: Omit<NewRating, 'via'>): Promise<void> {
  await addCaseEvent(tx, { caseId, at, kind: 'rated', body: { score, why }, isInternal: false })
  const { number, title, solvedById } = await tx.case.findUniqueOrThrow({ where: { id: caseId }, select: { number: true, title: true, solvedById: true } })
  if (solvedById !== null && why !== '') await tell(tx, [solvedById], { kind: 'message', key: `rated:${caseId}`, body: { case: number, title } }, at)
}

const HOUR = 3_600_000

/** The case about which this number was asked lately and has not answered. */
export async function findSurveyOf(tx: Transaction, number: string, at: Date): Promise<string | undefined> {
  const survey = await tx.customerMessage.findFirst({
    where: {
      ...{ kind: 'survey', channel: 'sms', to: { in: [...numberVariants(number)] }, state: { in: ['handed', 'delivered', 'unknown'] } },
      createdAt: { gt: new Date(at.getTime() - SURVEY_DAYS * 24 * HOUR) },
      case: { rating: null },
    },
    orderBy: { updatedAt: 'desc' },
    select: { caseId: true },
  })
  return survey?.caseId
}

/** The reason for the mark that this number gave within the hour. False: none is waited for. */
export async function addReason(tx: Transaction, number: string, why: string, at: Date): Promise<boolean> {
  const rating = await tx.caseRating.findFirst({
    where: {
      ...{ via: 'sms', why: '', givenAt: { gt: new Date(at.getTime() - HOUR) } },
      case: { outgoing: { some: { kind: 'survey', channel: 'sms', to: { in: [...numberVariants(number)] } } } },
    },
    orderBy: { givenAt: 'desc' },
  })
  if (!rating) return false
  const { count } = await tx.caseRating.updateMany({ where: { caseId: rating.caseId, why: '' }, data: { why } })
  if (count > 0) await noteRating(tx, { ...rating, why, at })
  return count > 0
}

import type { DateTime } from 'luxon'
import type { Database } from '../../db.ts'
import { byInEach, promisedAt } from '../../escalation/promise.ts'
import type { Answer, Question } from '../../ivr/questions.ts'
import { isCaseNumber } from '../case-number.ts'
import { readCustomerCases, tryCaseNumber } from './store.ts'
import { caseInWords } from './words.ts'

/** Wrong numbers in an hour, from one phone and in one call; then nothing is told any more. */
const MOST_WRONG_OF_NUMBER = 6
const MOST_WRONG_OF_CALL = 3

type Turn = { callSid: string; turn: number; at: DateTime; from: string | null; customerId: string | null }
type Of<Kind extends Question['kind']> = Extract<Question, { kind: Kind }>

/** Answers what flows ask about cases while a caller waits. */
export function lineCases({ database: { linePool: pool } }: { database: Pick<Database, 'linePool'> }) {
  async function caseStatus({ number: keyed, zone, languages }: Of<'caseStatus'>, { callSid, turn, at, from }: Turn): Promise<Answer> {
    const digits = keyed.replace(/\D/g, '')
    // What cannot be a number is asked for all the same: both answers take as long.
    const number = isCaseNumber(digits) ? digits : ''
    const limits = { since: at.minus({ hours: 1 }).toJSDate(), mostOfNumber: MOST_WRONG_OF_NUMBER, mostOfCall: MOST_WRONG_OF_CALL }
    const { isTooMany, found } = await tryCaseNumber(pool, { number, callSid, turn, from, at: at.toJSDate() }, limits)
    if (isTooMany) return { kind: 'caseStatus', verdict: 'tooMany', case: null }
    if (!found) return { kind: 'caseStatus', verdict: 'wrong', case: null }
    return { kind: 'caseStatus', verdict: 'found', case: caseInWords(found, { at: at.toMillis(), zone, languages }) }
  }

  async function customer({ zone, languages }: Of<'customer'>, { callSid, at, customerId }: Turn): Promise<Answer> {
    const { isKnown, openCases, newest } = await readCustomerCases(pool, { callSid, customerId, at: at.toJSDate() })
    return { kind: 'customer', isKnown, openCases, case: newest && caseInWords(newest, { at: at.toMillis(), zone, languages }) }
  }

  async function promise({ zone, languages }: Of<'promise'>, { at }: Turn): Promise<Answer> {
    const by = promisedAt(at.toMillis(), zone)
    return { kind: 'promise', at: new Date(by).toISOString(), by: byInEach(by, { at: at.toMillis(), zone, languages }) }
  }

  return { answers: { caseStatus, customer, promise } }
}

import type { DateTime } from 'luxon'
import type { Database } from '../../db.ts'
import type { Answer, Question } from '../../ivr/questions.ts'
import { isPinOf } from '../../secrets/service.ts'
import { horizonEnd } from '../next-opening.ts'
import { answerOpening, answerPeople, HORIZON_DAYS } from './answers.ts'
import { forgivePinTry, readHolidays, readLineRoster, takePinTry } from './store.ts'

/** So many wrong PINs of a person in an hour, then none is compared. */
const MOST_WRONG_PINS = 5

/** Answers what flows ask while a caller waits. Rejects when it cannot; the caller of this knows how long he can wait. */
export function lineRoster({ database: { linePool: pool } }: { database: Pick<Database, 'linePool'> }) {
  async function find(question: Question, turn: { callSid: string; turn: number; at: DateTime }): Promise<Answer> {
    const at = turn.at.toMillis()
    switch (question.kind) {
      case 'onShift':
      case 'keeper':
        return answerPeople(question, await readLineRoster(pool, at), at)
      case 'opening': {
        const until = horizonEnd(at, HORIZON_DAYS)
        const [roster, holidays] = await Promise.all([
          question.onShift && readLineRoster(pool, at, until),
          question.hours && question.siteId !== null ? readHolidays(pool, question.siteId, at, until) : [],
        ])
        return answerOpening(question, roster, holidays, turn.at)
      }
      case 'pin':
        return findPin(question, turn)
      default:
        return { kind: 'unknown', reason: `the roster does not know "${question.kind}"` }
    }
  }

  async function findPin(
    { people, pin }: Extract<Question, { kind: 'pin' }>,
    { callSid, turn, at }: { callSid: string; turn: number; at: DateTime },
  ): Promise<Answer> {
    const pinTry = { people, callSid, turn, at: at.toJSDate() }
    const open = await takePinTry(pool, { ...pinTry, since: at.minus({ hours: 1 }).toJSDate(), most: MOST_WRONG_PINS })
    if (open.length === 0) return { kind: 'pin', verdict: 'tooMany', personId: null }
    const matching: string[] = []
    for (const { id, hash } of open) if (hash !== null && (await isPinOf(hash, pin))) matching.push(id)
    const [personId] = matching
    // Two with the same phone and the same PIN: nobody can say who it is.
    if (personId === undefined || matching.length > 1) return { kind: 'pin', verdict: 'wrong', personId: null }
    await forgivePinTry(pool, pinTry)
    return { kind: 'pin', verdict: 'right', personId }
  }

  return {
    find,
    /** The first caller of the day must not wait while statements are planned. Never rejects. */
    warm: async (at: DateTime): Promise<void> => {
      await readLineRoster(pool, at.toMillis()).catch(() => undefined)
    },
  }
}

import type { DateTime } from 'luxon'
import type { Database } from '../../db.ts'
import type { Answer, Question } from '../../ivr/questions.ts'
import { isPinOf } from '../../secrets/service.ts'
import { horizonEnd } from '../next-opening.ts'
import { answerOpening, answerOwner, answerPeople, HORIZON_DAYS } from './answers.ts'
import { readHeads } from './callbacks/store.ts'
import { answerQueue, callbacksToRead, type Line } from './queue.ts'
import { findOwner, forgivePinTry, readHolidays, readLineRoster, takePinTry } from './store.ts'
import { meanTalk, readLiveLine } from './waiting/store.ts'

/** So many wrong PINs of a person in an hour, then none is compared. */
const MOST_WRONG_PINS = 5

type Turn = { callSid: string; turn: number; at: DateTime }
type Of<Kind extends Question['kind']> = Extract<Question, { kind: Kind }>

/** Answers what flows ask about the roster while a caller waits. Rejects when it cannot; the caller of this knows how long he can wait. */
export function lineRoster({ database: { linePool: pool } }: { database: Pick<Database, 'linePool'> }) {
  const readMeanTalk = meanTalk(pool)

  async function answerOnShift(question: Of<'onShift' | 'keeper'>, { at }: Turn): Promise<Answer> {
    return answerPeople(question, await readLineRoster(pool, at.toMillis()), at.toMillis())
  }

  async function answerOwnerOf(question: Of<'owner'>, { at }: Turn): Promise<Answer> {
    const [roster, owner] = await Promise.all([readLineRoster(pool, at.toMillis()), findOwner(pool, question.caseNumber)])
    return answerOwner(question, owner, roster, at.toMillis())
  }

  async function answerTurn(question: Of<'queue'>, { callSid, at }: Turn): Promise<Answer> {
    const { queue, since } = question
    const [roster, { callers, ...live }, meanTalkSeconds] = await Promise.all([
      readLineRoster(pool, at.toMillis()),
      readLiveLine(pool, at.toJSDate()),
      readMeanTalk(at.toMillis()),
    ])
    const before = callers
      .filter((one) => one.since < since || (one.since === since && one.sid < callSid))
      .map((one) => ({ ...one, isSameLine: one.queue === queue }))
    const line: Line = { ...live, kinds: live.hasDispatcher ? live.kinds : [], resting: live.resting.map(({ personId }) => personId), before, meanTalkSeconds }
    const { heads, ahead } = await readHeads(pool, callbacksToRead(question, roster, line, at.toMillis()), live.numbersInUse, since)
    return answerQueue(question, roster, { ...line, callbacks: heads, callbacksAhead: ahead }, at.toMillis())
  }

  async function answerOpenings(question: Of<'opening'>, { at }: Turn): Promise<Answer> {
    const until = horizonEnd(at.toMillis(), HORIZON_DAYS)
    const [roster, holidays] = await Promise.all([
      question.onShift && readLineRoster(pool, at.toMillis(), until),
      question.hours && question.siteId !== null ? readHolidays(pool, question.siteId, at.toMillis(), until) : [],
    ])
    return answerOpening(question, roster, holidays, at)
  }

  async function answerPin({ people, pin }: Of<'pin'>, { callSid, turn, at }: Turn): Promise<Answer> {
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
    answers: { onShift: answerOnShift, keeper: answerOnShift, owner: answerOwnerOf, queue: answerTurn, opening: answerOpenings, pin: answerPin },
    /** The first caller of the day must not wait while statements are planned. Never rejects. */
    warm: async (at: DateTime): Promise<void> => {
      await readLineRoster(pool, at.toMillis()).catch(() => undefined)
    },
  }
}

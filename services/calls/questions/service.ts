import { lineCases } from '../../cases/line/service.ts'
import type { Database } from '../../db.ts'
import { lineDirectory } from '../../directory/line/service.ts'
import { lineIncidents } from '../../incidents/line/service.ts'
import type { Answer, Question, Ringing } from '../../ivr/questions.ts'
import { lineRoster } from '../../shifts/line/service.ts'
import type { QuestionedTurn } from '../service.ts'
import { wakeAnswers } from '../wakes/service.ts'
import { findReturnedCase } from './returns/store.ts'

type Answering<Asked extends Question> = (question: Asked, turn: QuestionedTurn) => Promise<Answer>
/** Who answers what flows ask: a new kind of question without one does not compile. */
type Answerers = { [Kind in Question['kind']]: Answering<Extract<Question, { kind: Kind }>> }

/** What a flow cannot know, from those who do. All of it is asked on the pool of the line, which would rather fail than wait. */
export function lineAnswers({ database }: { database: Pick<Database, 'linePool'> }) {
  const roster = lineRoster({ database })
  const { answers } = roster

  /** Who calls back because the owner of his case has called him reaches the owner first, if he can be rung. */
  async function ownerFirst({ order, zone, asked }: Ringing, turn: QuestionedTurn): Promise<Extract<Answer, { kind: 'people' }> | undefined> {
    if (turn.from === null || asked.length > 0) return undefined
    const caseNumber = await findReturnedCase(database.linePool, turn.from, turn.at.toJSDate())
    if (caseNumber === undefined) return undefined
    const owner = await answers.owner({ kind: 'owner', caseNumber, order, zone, asked }, turn)
    return owner.kind === 'people' && owner.standing === 'on' && owner.round.length > 0 ? owner : undefined
  }

  const answerers: Answerers = {
    ...answers,
    onShift: async (question, turn) => {
      const [owner, found] = await Promise.all([ifKnown(ownerFirst(question, turn)), answers.onShift(question, turn)])
      return owner ?? found
    },
    queue: async (question, turn) => {
      const [owner, found] = await Promise.all([ifKnown(ownerFirst(question, turn)), answers.queue(question, turn)])
      return owner ? { ...owner, kind: 'queue', standing: 'turn', ahead: 0, waitMinutes: null } : found
    },
    ...lineCases({ database }).answers,
    ...lineIncidents({ database }).answers,
    ...lineDirectory({ database }).answers,
    ...wakeAnswers(database),
  }
  return {
    find: (question: Question, turn: QuestionedTurn): Promise<Answer> => {
      // The compiler cannot know that both are of one kind.
      const answer = answerers[question.kind] as Answering<Question>
      return answer(question, turn)
    },
    warm: roster.warm,
  }
}

/** A courtesy: when it cannot be found out the caller is connected as others are. */
const ifKnown = <T>(found: Promise<T | undefined>): Promise<T | undefined> => found.catch(() => undefined)

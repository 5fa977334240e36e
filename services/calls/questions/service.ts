import { lineCases } from '../../cases/line/service.ts'
import type { Database } from '../../db.ts'
import { lineDirectory } from '../../directory/line/service.ts'
import { lineIncidents } from '../../incidents/line/service.ts'
import type { Answer, Question } from '../../ivr/questions.ts'
import { lineRoster } from '../../shifts/line/service.ts'
import type { QuestionedTurn } from '../service.ts'
import { wakeAnswers } from '../wakes/service.ts'

type Answering<Asked extends Question> = (question: Asked, turn: QuestionedTurn) => Promise<Answer>
/** Who answers what flows ask: a new kind of question without one does not compile. */
type Answerers = { [Kind in Question['kind']]: Answering<Extract<Question, { kind: Kind }>> }

/** What a flow cannot know, from those who do. All of it is asked on the pool of the line, which would rather fail than wait. */
export function lineAnswers({ database }: { database: Pick<Database, 'linePool'> }) {
  const roster = lineRoster({ database })
  const answerers: Answerers = {
    ...roster.answers,
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

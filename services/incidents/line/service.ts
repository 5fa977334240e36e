import type { DateTime } from 'luxon'
import type { Database } from '../../db.ts'
import { byInEach } from '../../escalation/promise.ts'
import type { Answer, Question } from '../../ivr/questions.ts'
import { inEach } from '../banner.ts'
import { readOpenIncidents } from './store.ts'

/** Answers which disturbances are open now, the newest first. */
export function lineIncidents({ database: { linePool: pool } }: { database: Pick<Database, 'linePool'> }) {
  async function incidents({ siteId, zone, languages }: Extract<Question, { kind: 'incidents' }>, { at }: { at: DateTime }): Promise<Answer> {
    const now = at.toMillis()
    const open = await readOpenIncidents(pool, siteId, at.toJSDate())
    return {
      kind: 'incidents',
      incidents: open.map(({ id, text, caseNumber, dueAt }) => ({
        id,
        text: inEach(text, languages),
        caseNumber,
        // A time that has passed is not told: a prompt with a gap is left out.
        by: dueAt > now ? byInEach(dueAt, { at: now, zone, languages }) : inEach({}, languages),
      })),
    }
  }

  return { answers: { incidents } }
}

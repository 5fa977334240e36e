import type { DateTime } from 'luxon'
import type { Database } from '../../db.ts'
import type { Answer, Question } from '../../ivr/questions.ts'
import { hoursInWords, isOpenAt } from '../hours.ts'
import { keyedBy, saidBy } from '../match.ts'
import { readLineEntries } from './store.ts'

/** More names nobody keeps in mind. */
const MOST_MATCHES = 5

/** Answers whom a caller means. */
export function lineDirectory({ database: { linePool: pool } }: { database: Pick<Database, 'linePool'> }) {
  async function directory({ section, by, asked, zone, languages }: Extract<Question, { kind: 'directory' }>, turn: { at: DateTime }): Promise<Answer> {
    const at = turn.at.toMillis()
    const entries = await readLineEntries(pool, section)
    const found = (by === 'keys' ? keyedBy(entries, asked) : saidBy(entries, asked)).slice(0, MOST_MATCHES)
    return {
      kind: 'directory',
      entries: found.map((entry) => {
        const hours = entry.days && { days: entry.days, zone: entry.zone }
        return { id: entry.id, name: entry.name, number: entry.number, hours: hoursInWords(hours, { at, zone, languages }), isOpen: isOpenAt(hours, at) }
      }),
    }
  }

  return { answers: { directory } }
}

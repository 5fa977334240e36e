import { toHouseNumber } from '../../customers/store.ts'
import type { Database } from '../../db.ts'
import { containing, searchedDigits } from '../../search.ts'
import { SEARCH, SEARCH_CUSTOMERS } from './arms.ts'
import { chosen, excerpt, type Found, type Hit } from './hits.ts'

export type RecordSearch = ReturnType<typeof recordSearch>
/** The index of parts of references and addresses holds runs of three of these; without one all would be read. */
const INDEXED = /[a-z\d]{3}/i

/** Everything that a few words, or a part of a number, find. */
export function recordSearch({ database: { pool, prisma } }: { database: Pick<Database, 'pool' | 'prisma'> }) {
  /** Not prepared: the database plans each anew, since a rare word needs another way than a common one. */
  const find = async <Row extends object>(sql: string, typed: string, limit: number): Promise<Row[]> => {
    const text = typed.replaceAll('\0', ' ')
    const digits = searchedDigits(text)
    const pattern = INDEXED.test(text) ? `%${containing(text).contains}%` : null
    const number = digits === undefined ? null : ((await toHouseNumber(prisma, text)) ?? `+${digits}`)
    const { rows } = await pool.query<Row>(sql, [text, pattern, digits ?? null, number, limit])
    return rows
  }

  return {
    search: async ({ q, limit }: { q: string; limit: number }): Promise<Hit[]> => {
      const found = await find<Found>(SEARCH, q, limit)
      return chosen(found, limit).map(({ kind, ref, title, body }) => ({ kind, ref, title, text: excerpt(body, q) }))
    },
    listCustomerIds: async (search: string, limit: number): Promise<string[]> =>
      (await find<{ ref: string }>(SEARCH_CUSTOMERS, search, limit)).map(({ ref }) => ref),
  }
}

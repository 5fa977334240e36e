import { openCase } from '../../services/cases/store.ts'
import type { Database } from '../../services/db.ts'

/** So many who wait to be called back, one a second, in three languages; written at once, past the checks, on one case. */
export async function manyCallbacks({ pool, prisma }: Pick<Database, 'pool' | 'prisma'>, count: number, at: Date): Promise<void> {
  const { id: caseId } = await prisma.$transaction((tx) =>
    openCase(tx, {
      title: 'many',
      reason: 'callback',
      severity: 'normal',
      words: '',
      facts: {},
      channel: 'web',
      customerId: null,
      callSid: null,
      openedAt: at,
    }),
  )
  const client = await pool.connect()
  await client.query(`set session_replication_role = replica`)
  await client.query(
    `insert into callback (id, case_id, number, language, requested_at, due_at, window_from, place_at, next_at, confirmed_at, reminded_at, state, same_key, source, zone)
     select gen_random_uuid(), $2::uuid, '+4917' || (500000000 + n), (array['en', 'de', 'en', 'ru'])[1 + n % 4], at, $3::timestamptz + interval '1 day', at, at,
            $3::timestamptz + interval '1 day', at, at, 'waiting', 'many ' || n, 'api', 'Europe/Berlin'
       from (select n, $3::timestamptz - ($1::int - n) * interval '1 second' as at from generate_series(0, $1::int - 1) n) one`,
    [count, caseId, at],
  )
  await client.query(
    `insert into callback_event (callback_id, at, kind, to_state, why) select id, requested_at, 'state', 'waiting', 'asked for (api)' from callback where same_key like 'many %'`,
  )
  await client.query(`set session_replication_role = origin`)
  client.release()
  await pool.query('analyze callback')
}

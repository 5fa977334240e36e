/** Records of a line that has run for years, made by the database itself: a million calls take minutes. */
import type pg from 'pg'
import type { Database } from '../../services/db.ts'

export type Filling = { calls: number; customers: number; until: Date }

/** The customer with the most calls: every 40th. */
export const LARGEST = 1
export const customerId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
/** In words of the oldest case of all, more than three years back. */
export const OLD_PHRASE = { en: 'the purple heron nests in the boiler flue', ru: 'фиолетовая цапля свила гнездо в дымоходе' }

const YEARS = `interval '1277 days'`
const id = (kind: number, n: string): string => `('00000000-0000-4000-800${kind}-' || lpad((${n})::text, 12, '0'))::uuid`
const pick = (list: readonly string[], by: string): string => `(array[${list.map((word) => `'${word}'`).join(', ')}])[1 + ((${by}) % ${list.length})::int]`

const FIRST = ['Marta', 'Igor', 'Нина', 'Олег', 'Anna', 'Пётр', 'Jürgen', 'Светлана', 'Lena', 'Tom', 'Артём', 'Sofia', 'Вера', 'Paul', 'Maria']
const LAST = [
  'Nowak',
  'Reuter',
  'Петров',
  'Кузнецова',
  'Becker',
  'Ёлкина',
  'Yilmaz',
  'Соколов',
  'Kaya',
  'Müller',
  'Орлов',
  'Hansen',
  'Weiss',
  'Белова',
  'Braun',
  'Novak',
  'Зайцев',
]
const THINGS = ['the boiler', 'the radiator', 'the water meter', 'батарея', 'крыша', 'the pump', 'котёл', 'счётчик', 'the thermostat', 'the invoice']
const TROUBLES = [
  'is leaking',
  'does not heat',
  'протекает',
  'не греет',
  'makes a noise',
  'шумит ночью',
  'was counted twice',
  'is dead since Tuesday',
  'сломался',
]
const PLACES = ['in the kitchen', 'в подвале', 'in the bathroom', 'на кухне', 'in the cellar', 'в квартире', 'under the roof']
const problem = (n: string): string =>
  `${pick(THINGS, n)} || ' ' || ${pick(TROUBLES, `${n} / 7`)} || ' ' || ${pick(PLACES, `${n} / 61`)} || ' ' || (${n} % 997)`

/** What is made, in this order, with UNTIL, CALLS and CUSTOMERS filled in. Triggers and foreign keys rest meanwhile. */
const STEPS: readonly (readonly [name: string, sql: string])[] = [
  [
    'plan',
    `create temp table planned as
      select n, date_trunc('milliseconds', UNTIL - ${YEARS} + ${YEARS} * (n::float8 / CALLS)) as at,
             case when n % 40 = 0 then ${LARGEST} when n % 20 = 7 then null else 2 + floor(power(random(), 3) * (CUSTOMERS - 1))::int end as customer
        from generate_series(1, CALLS) n`,
  ],
  [
    'customers',
    `insert into customer (id, name, kind, language, is_new, note, created_at)
      select ${id(0, 'n')}, ${pick(FIRST, 'n')} || ' ' || ${pick(LAST, 'n / 15')} || case when n > 255 then ' ' || (n / 255) else '' end, 'person', case when n % 3 = 0 then 'ru' else 'en' end,
             n % 500 = 9, case when n % 50 = 3 then 'Has a dog. Просит звонить вечером.' else '' end, UNTIL - ${YEARS} from generate_series(1, CUSTOMERS) n`,
  ],
  [
    'contact points',
    `insert into contact_point (id, customer_id, kind, value, standing, label, valid_from)
      select ${id(1, 'n')}, ${id(0, 'n')}, 'phone', '+4930' || (20000000 + n), case when n % 30 = 4 then 'shared' else 'direct' end, '', UNTIL - ${YEARS}
        from generate_series(1, CUSTOMERS) n
      union all
      select ${id(2, 'n')}, ${id(0, 'n')}, 'email', 'customer' || n || '@mail' || n % 90 || '.example', 'direct', '', UNTIL - ${YEARS} from generate_series(1, CUSTOMERS, 3) n`,
  ],
  [
    'references',
    `insert into customer_reference (kind, value, customer_id) select 'contract', (100000 + n)::text, ${id(0, 'n')} from generate_series(1, CUSTOMERS) n`,
  ],
  [
    'calls',
    `insert into call (sid, direction, from_raw, from_number, from_kind, to_raw, to_number, number_label, customer_id, identity, flow, flow_version, language, turn, session,
        status, started_at, last_event_at, ended_at, duration_seconds, outcome)
      select 'CA' || lpad(n::text, 32, '0'), 'inbound', number, number, 'number', '+493023125100', '+493023125100', 'Support', ${id(0, 'customer')},
             case when customer is null then 'none' else 'known' end, 'support', '1', case when n % 3 = 0 then 'ru' else 'en' end, 4, '{}', 'completed', at, at + interval '2 minutes',
             at + interval '2 minutes', 120, ${pick(['answered', 'answered', 'voicemail', 'self-served', 'abandoned', 'callback'], 'n')}
        from (select *, '+4930' || (20000000 + coalesce(customer, 30000000 + n % 5000)) as number from planned) p`,
  ],
  [
    'captured',
    `insert into captured (call_sid, name, value, by, is_confirmed, at, customer_id)
      select 'CA' || lpad(n::text, 32, '0'), 'contract', (100000 + coalesce(customer, 1))::text, 'keys', true, at + interval '20 seconds', ${id(0, 'customer')} from planned where n % 5 < 3
      union all
      select 'CA' || lpad(n::text, 32, '0'), 'problem', ${problem('n')}, 'voice', false, at + interval '40 seconds', ${id(0, 'customer')} from planned where n % 5 < 3`,
  ],
  [
    'recordings and ratings',
    `with recorded as (insert into recording (sid, call_sid, url, seconds, received_at, customer_id)
        select 'RE' || lpad(n::text, 32, '0'), 'CA' || lpad(n::text, 32, '0'), 'https://example.org/r', 20, at + interval '3 minutes', ${id(0, 'customer')} from planned where n % 20 < 2)
     insert into rating (call_sid, name, score, most, given_at, customer_id)
        select 'CA' || lpad(n::text, 32, '0'), 'rating', 1 + n % 5, 5, at + interval '110 seconds', ${id(0, 'customer')} from planned where n % 20 < 2`,
  ],
  [
    'texts',
    `insert into text_message (id, call_sid, "to", "from", text, state, created_at, updated_at, due_at, customer_id)
      select 'CA' || lpad(n::text, 32, '0') || ':3:0', 'CA' || lpad(n::text, 32, '0'), '+4930' || (20000000 + coalesce(customer, 1)), '+493023125100', 'We call you back.', 'delivered',
             at + interval '1 minute', at, at, ${id(0, 'customer')} from planned where n % 25 = 0`,
  ],
  [
    'cases',
    `insert into "case" (id, number, customer_id, call_sid, title, reason, severity, facts, status, level_id, opened_at, due_top_at, ended_at, words, solution, last_sign_at)
      select ${id(3, 'n')}, (1000000 + n)::text, ${id(0, 'customer')}, 'CA' || lpad(n::text, 32, '0'), ${problem('n')}, 'fault', 'normal',
             jsonb_build_object('contract', (100000 + coalesce(customer, 1))::text, 'problem', ${problem('n + 13')}), case when n > CALLS - 300 then 'open' else 'solved' end,
             (select id from level order by rank limit 1), at, at + interval '20 hours', case when n > CALLS - 300 then null else at + interval '5 hours' end,
             case when n = 10 then '${OLD_PHRASE.en}; ${OLD_PHRASE.ru}' else ${problem('n + 5')} end, case when n > CALLS - 300 then null else 'Замена: ' || ${problem('n')} end, at
        from planned where n % 10 = 0`,
  ],
  [
    'what lies on cases',
    `with p as (select * from planned where n % 10 = 0),
      custodies as (insert into custody (id, case_id, person_id, from_at, to_at, how, level_id)
        select ${id(4, 'n')}, ${id(3, 'n')}, (select head_id from level order by rank limit 1), at, case when n > CALLS - 300 then null else at + interval '5 hours' end, 'born',
               (select id from level order by rank limit 1) from p),
      promises as (insert into promise (id, case_id, kind, made_at, due_at, kept_at, customer_id)
        select ${id(4, 'n')}, ${id(3, 'n')}, 'answer', at + interval '1 minute', at + interval '8 hours', at + interval '5 hours', ${id(0, 'customer')} from p),
      callbacks as (insert into callback (id, case_id, call_sid, number, language, requested_at, window_from, place_at, due_at, next_at, ended_at, state, customer_id)
        select ${id(4, 'n')}, ${id(3, 'n')}, 'CA' || lpad(n::text, 32, '0'), '+493023125200', 'en', asked, asked, asked, at + interval '4 hours', at + interval '4 hours', at + interval '1 hour', 'done', ${id(0, 'customer')}
          from p cross join lateral (select at + interval '90 seconds' as asked) a where n % 30 = 0),
      callback_events as (insert into callback_event (callback_id, at, kind, to_state, why)
        select ${id(4, 'n')}, at + interval '1 hour', 'state', 'done', 'filled in' from p where n % 30 = 0),
      contacts as (insert into case_event (id, case_id, at, kind, body)
        select ${id(4, 'n')}, ${id(3, 'n')}, at + interval '1 hour', case when n % 20 = 0 then 'contact' else 'note' end,
               case when n % 20 = 0 then jsonb_build_object('words', ${problem('n')}, 'channel', 'sms') else jsonb_build_object('text', ${problem('n + 3')}) end from p),
      messages as (insert into customer_message (id, key, case_id, customer_id, kind, channel, "to", language, text, state, created_at, due_at, updated_at)
        select ${id(4, 'n * 10 + k')}, 'taken:' || n || ':' || k, ${id(3, 'n')}, ${id(0, 'customer')}, 'taken', 'sms', '+493023125200', 'en', 'Case ' || n, 'delivered', at + interval '1 minute' * k, at, at from p, generate_series(1, 2) k)
     insert into case_rating (case_id, score, why, via, given_at, customer_id)
        select ${id(3, 'n')}, 1 + n % 5, 'quick', 'sms', at + interval '6 hours', ${id(0, 'customer')} from p where n % 30 = 0`,
  ],
  [
    'notes and orders',
    `with notes as (insert into customer_note (id, customer_id, text, at)
        select ${id(5, 'n')}, ${id(0, 'coalesce(customer, 1)')}, ${problem('n + 1')}, at from planned where n % 50 = 0)
     insert into customer_order (id, customer_id, reference, title, state, ordered_at, amount, currency)
        select ${id(5, 'n')}, ${id(0, 'coalesce(customer, 1)')}, 'O-' || n, ${problem('n + 2')}, 'sent', at, 100 * n % 90000, 'EUR' from planned where n % 40 < 2`,
  ],
]

/** Needs a level with a head. Seconds by step. */
export async function fillRecords({ pool }: Pick<Database, 'pool'>, { calls, customers, until }: Filling): Promise<Record<string, number>> {
  const client = await pool.connect()
  const seconds: Record<string, number> = {}
  const timed = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const began = performance.now()
    await work()
    seconds[name] = (performance.now() - began) / 1_000
  }
  const filled = (sql: string): string =>
    sql.replaceAll('UNTIL', `'${until.toISOString()}'::timestamptz`).replaceAll('CALLS', String(calls)).replaceAll('CUSTOMERS', String(customers))
  const run = async (text: string) => client.query({ text, query_timeout: 3_600_000 } as pg.QueryConfig)
  try {
    await run(`set session_replication_role = replica`)
    await run('select setseed(0.5)')
    for (const [name, sql] of STEPS) await timed(name, () => run(filled(sql)))
    await run(`set session_replication_role = default`)
    await run('drop table planned')
    await timed('vacuum analyze', () => run('vacuum analyze'))
  } finally {
    client.release()
  }
  return seconds
}

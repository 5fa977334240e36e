import type pg from 'pg'

/** So long somebody whom an owner has called is expected to call back because of that. */
const EXPECTED_HOURS = 24

/** The open case because of which its owner has called this number lately. */
export async function findReturnedCase(pool: pg.Pool, from: string, at: Date): Promise<string | undefined> {
  const { rows } = await pool.query<{ number: string }>({
    name: 'returned_call',
    text: `select c.number from outbound_call o join "case" c on c.id = o.case_id
            where o.purpose in ('callNow', 'callbackAgent', 'callbackCustomer') and o.customer_number = $1 and o.due_at > $2 and o.started_at > $2 and c.status = 'open'
            order by o.started_at desc limit 1`,
    values: [from, new Date(at.getTime() - EXPECTED_HOURS * 3_600_000)],
  })
  return rows[0]?.number
}

import type pg from 'pg'

/** Which of several works are due, by name, in one statement. Each says in SQL when (`$1` is now); `of` names them all together, for each is prepared once. */
export async function findDue(pool: Pick<pg.Pool, 'query'>, of: string, conditions: Readonly<Record<string, string>>, at: Date): Promise<ReadonlySet<string>> {
  const columns = Object.entries(conditions).map(([name, condition]) => `${condition} as "${name}"`)
  const text = `select $1::timestamptz as at, ${columns.join(', ')}`
  const { rows } = await pool.query<Record<string, unknown>>({ name: `due ${of}`, text, values: [at] })
  return new Set(Object.keys(conditions).filter((name) => rows[0]?.[name] === true))
}

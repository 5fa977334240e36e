import type pg from 'pg'
import type { WrittenHours } from '../../ivr/opening-hours.ts'

export type LineEntry = { id: string; name: string; aliases: readonly string[]; number: string | null; days: WrittenHours['days'] | null; zone: string }

/** A caller waits: a directory is a few hundred entries, and this is where it ends. */
const MOST = 5_000

/** All entries of a section, or of all. */
export async function readLineEntries(pool: pg.Pool, section: string | null): Promise<LineEntry[]> {
  const { rows } = await pool.query<LineEntry>({
    name: 'line_directory',
    text: `select id, name, aliases, number, hours as days, zone from directory_entry
            where is_active and ($1::text is null or section = $1) order by is_sponsored, name, id limit ${MOST}`,
    values: [section],
  })
  return rows
}

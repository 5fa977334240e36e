import type pg from 'pg'

export type OpenIncident = { id: string; text: Readonly<Record<string, string>>; caseNumber: string; dueAt: number }

/** A caller has no patience for more. */
const MOST = 5

/** Open incidents of a site, with those of the whole house; without a site all of them. By when: what was promised, else the end of the case's 20 hours. */
export async function readOpenIncidents(pool: pg.Pool, siteId: string | null, at: Date): Promise<OpenIncident[]> {
  const { rows } = await pool.query<OpenIncident>({
    name: 'line_incidents',
    text: `select i.id, i.text, c.number as "caseNumber",
                  (extract(epoch from coalesce((select min(p.due_at) from promise p where p.case_id = c.id and p.kept_at is null and p.due_at > $2), c.due_top_at)) * 1000)::double precision as "dueAt"
             from incident i join "case" c on c.id = i.case_id
            where i.ended_at is null and (i.site_id is null or $1::uuid is null or i.site_id = $1::uuid)
            order by i.opened_at desc, i.id limit ${MOST}`,
    values: [siteId, at],
  })
  return rows
}

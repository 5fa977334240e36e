import type { Database } from '../../db.ts'

/** A skill counts as long as somebody had it on a duty of the last four weeks, or has on one to come: rosters are made for weeks, not for ever. */
const weeksBack = 4

/** Skills that somebody is ever on for: attested, not expired then, and on a published duty that is not for another skill. */
export async function listSkillsOnDuty({ pool }: Pick<Database, 'pool'>, now: Date): Promise<string[]> {
  const { rows } = await pool.query<{ skill: string }>(
    `select distinct a.skill_key as skill
     from attestation a
     join person p on p.id = a.person_id and p.is_active
     join duty d on d.person_id = a.person_id and d.plan = 'published' and d.ends_at > $1::timestamptz - make_interval(weeks => $2)
     join shift s on s.plan = d.plan and s.id = d.shift_id
     where (a.expires_at is null or a.expires_at > greatest(d.starts_at, $1::timestamptz)) and (s.skill is null or s.skill = a.skill_key)
     order by 1`,
    [now, weeksBack],
  )
  return rows.map(({ skill }) => skill)
}

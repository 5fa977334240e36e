import type { Transaction } from '../../db.ts'
import type { Presence } from '../../roster-rules/model.ts'
import type { Words } from './notices.ts'

type Reader = Pick<Transaction, '$queryRaw' | 'person' | 'level' | 'site' | 'skill' | 'attestation' | 'notice'>

export async function wordsOf(tx: Reader): Promise<Words> {
  const [levels, sites, skills] = await Promise.all([tx.level.findMany(), tx.site.findMany(), tx.skill.findMany()])
  return {
    levels: new Map(levels.map(({ id, name }) => [id, name])),
    sites: new Map(sites.map(({ id, name }) => [id, name])),
    skills: new Map(skills.map(({ key, name }) => [key, name])),
  }
}

export async function listWithRole(tx: Reader, roles: ReadonlyArray<'supervisor' | 'manager'>): Promise<string[]> {
  return (await tx.person.findMany({ where: { isActive: true, role: { in: [...roles] } }, select: { id: true } })).map(({ id }) => id)
}

/** What these people did in a time. */
export async function listPresencesSince(tx: Reader, people: readonly string[], from: Date): Promise<Array<Presence & { to: number | null }>> {
  const rows = await tx.$queryRaw<{ person_id: string; state: string; from_at: Date; to_at: Date | null; until: Date | null }[]>`
    select person_id, state, from_at, to_at, until from presence
     where person_id = any(${people}::uuid[]) and tstzrange(from_at, to_at, '[)') && tstzrange(${from}, null)`
  return rows.map((row) => ({
    personId: row.person_id,
    state: row.state as Presence['state'],
    from: row.from_at.getTime(),
    to: row.to_at?.getTime() ?? null,
    until: row.until?.getTime() ?? null,
  }))
}

/** Who was told which of these already: `<person> <key>`. */
export async function toldTo(tx: Reader, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.notice.findMany({ where: { key: { in: [...new Set(keys)] } }, select: { personId: true, key: true } })
  return new Set(rows.map(({ personId, key }) => `${personId} ${key}`))
}

/** Attestations of active people that end in a time. */
export async function listEndingAttestations(tx: Reader, from: Date, to: Date) {
  return tx.attestation.findMany({
    where: { expiresAt: { gt: from, lte: to }, person: { isActive: true } },
    include: { person: { select: { name: true } }, skill: { select: { name: true } } },
    orderBy: [{ expiresAt: 'asc' }, { personId: 'asc' }],
  })
}

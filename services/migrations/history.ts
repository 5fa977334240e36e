/** A row of `_prisma_migrations`: neither finished nor rolled back means that it failed, or that we were killed in it. */
export type MigrationRow = { name: string; isFinished: boolean; isRolledBack: boolean }

export type History = {
  /** In the folder, not in the database; in the order in which they are to be applied. */
  pending: string[]
  /** Begun and not finished. */
  failed: string[]
  /** In the database, not in the folder. */
  unknown: string[]
  hasApplied: boolean
}

/** Compares the folder's migrations with the database's. A failed one is pending as well. */
export function compareHistory(folder: readonly string[], rows: readonly MigrationRow[]): History {
  const counted = rows.filter((row) => !row.isRolledBack)
  const finished = new Set(counted.filter((row) => row.isFinished).map((row) => row.name))
  const failed = new Set(counted.filter((row) => !row.isFinished).map((row) => row.name))
  const known = new Set(folder)
  return {
    pending: folder.filter((name) => !finished.has(name)).sort(),
    failed: [...failed].filter((name) => known.has(name)),
    unknown: [...new Set([...finished, ...failed])].filter((name) => !known.has(name)).sort(),
    hasApplied: finished.size > 0,
  }
}

/** '20260102030405_add_cases' out of the second in UTC and a name as people write it. */
export function migrationName(secondUtc: string, title: string): string {
  return `${secondUtc}_${title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')}`
}

/**
 * The script that the server gets, as one simple query, hence one transaction. The last statement records the end inside
 * it: killed between the commit and the engine's own record, we would apply the migration a second time and fail for
 * ever. CONCURRENTLY may not share a transaction and goes alone.
 */
export function scriptForOneTransaction(script: string): string {
  if (/\bconcurrently\b/i.test(script)) return script
  return `${script}\n;\nupdate "_prisma_migrations" set "finished_at" = now() where "finished_at" is null and "rolled_back_at" is null`
}

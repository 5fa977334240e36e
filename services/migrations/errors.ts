/** The database was migrated by a newer program than this one, which would misread it. */
export class SchemaTooNew extends Error {
  /** Names of the migrations that this program does not know. */
  readonly unknownMigrations: readonly string[]

  constructor(unknownMigrations: readonly string[]) {
    super(
      `This program is older than the database: it has ${unknownMigrations.length === 1 ? 'migration' : 'migrations'} ` +
        `${unknownMigrations.join(', ')}, unknown here. Start the newer program, or restore the copy made before that migration.`,
    )
    this.name = 'SchemaTooNew'
    this.unknownMigrations = unknownMigrations
  }
}

/** A migration's SQL failed. The database is as it was before that migration; those before it stay. */
export class MigrationFailed extends Error {
  /** undefined when it was not a migration's SQL but, say, the connection. */
  readonly migration: string | undefined

  constructor(engineMessage: string, cause: unknown) {
    const { migration, reason } = partsOfEngineMessage(engineMessage)
    super(
      migration === undefined
        ? `The migrations could not be applied: ${reason}`
        : `Migration ${migration} failed, and the database is as it was before it. Mend its file and start again: ${reason}`,
      { cause },
    )
    this.name = 'MigrationFailed'
    this.migration = migration
  }
}

/** The engine appends a trace of its own sources, in which the migration's name is hidden. */
export function partsOfEngineMessage(message: string): { migration: string | undefined; reason: string } {
  const reason = message.split(/\n\s+0: /)[0] ?? message
  return { migration: /with migration_name="([^"]+)"/.exec(message)?.[1], reason: reason.replace(/^external connector error\s+/, '').trim() }
}

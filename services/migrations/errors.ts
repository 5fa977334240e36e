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
  constructor(message: string, cause: unknown) {
    super(`A migration failed, and the database is as it was before it. Mend its file and start again.\n${message}`, { cause })
    this.name = 'MigrationFailed'
  }
}

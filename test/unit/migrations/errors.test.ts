import { expect, test } from 'vitest'
import { MigrationFailed, partsOfEngineMessage, SchemaTooNew } from '../../../services/migrations/errors.ts'

const engineMessage = `external connector error
Error querying the database: ERROR: division by zero
   0: sql_schema_connector::apply_migration::apply_script
           with migration_name="20260103_bad"
             at schema-engine/connectors/sql-schema-connector/src/apply_migration.rs:113`

test("the engine's trace is taken off, the migration's name kept", () => {
  expect(partsOfEngineMessage(engineMessage)).toEqual({ migration: '20260103_bad', reason: 'Error querying the database: ERROR: division by zero' })
  expect(partsOfEngineMessage('no connection')).toEqual({ migration: undefined, reason: 'no connection' })
  expect(new MigrationFailed(engineMessage, undefined).message).toMatch(/^Migration 20260103_bad failed.*division by zero$/)
})

test('a newer database is named with its migrations', () => {
  expect(new SchemaTooNew(['x']).message).toContain('has migration x, unknown here')
  expect(new SchemaTooNew(['x', 'y']).message).toContain('has migrations x, y, unknown here')
})

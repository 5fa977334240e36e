import { expect, test } from 'vitest'
import { compareHistory, migrationName, scriptForOneTransaction } from '../../../services/migrations/history.ts'

const finished = (name: string) => ({ name, isFinished: true, isRolledBack: false })
const failed = (name: string) => ({ name, isFinished: false, isRolledBack: false })
const rolledBack = (name: string) => ({ name, isFinished: false, isRolledBack: true })

test.each([
  // folder       rows                              pending      failed  unknown  hasApplied
  [['a', 'b'], [], ['a', 'b'], [], [], false],
  [['a', 'b'], [finished('a')], ['b'], [], [], true],
  [['b', 'a'], [], ['a', 'b'], [], [], false],
  [['a'], [finished('a')], [], [], [], true],
  [['a', 'b'], [finished('a'), failed('b')], ['b'], ['b'], [], true],
  [['a'], [rolledBack('a')], ['a'], [], [], false],
  [['a'], [rolledBack('a'), finished('a')], [], [], [], true],
  [['a'], [rolledBack('gone'), finished('a')], [], [], [], true],
  [['a'], [finished('a'), finished('z')], [], [], ['z'], true],
  [['a'], [finished('a'), failed('z')], [], [], ['z'], true],
])('folder %j, database %j', (folder, rows, pending, isFailed, unknown, hasApplied) => {
  expect(compareHistory(folder, rows)).toEqual({ pending, failed: isFailed, unknown, hasApplied })
})

test('names sort by time', () => {
  expect(migrationName('20260102030405', 'Add cases & callbacks!')).toBe('20260102030405_add_cases_callbacks')
})

test('a script records its end in its own transaction, also after a comment; CONCURRENTLY goes alone', () => {
  expect(scriptForOneTransaction('select 1 -- end')).toMatch(/^select 1 -- end\n;\nupdate "_prisma_migrations"/)
  expect(scriptForOneTransaction('CREATE INDEX CONCURRENTLY x on y (z)')).toBe('CREATE INDEX CONCURRENTLY x on y (z)')
})

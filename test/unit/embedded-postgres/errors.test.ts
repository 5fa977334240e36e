import { expect, test } from 'vitest'
import { AlreadyRunning, PostgresCannotStart } from '../../../services/embedded-postgres/errors.ts'

test('who runs already is told with its URL as soon as it has one', () => {
  expect(new AlreadyRunning('/d', 'http://localhost:3000')).toMatchObject({
    url: 'http://localhost:3000',
    message: expect.stringContaining('/d: http://localhost:3000'),
  })
  expect(new AlreadyRunning('/d', undefined).message).toContain('still starting')
})

test('what PostgreSQL said follows what to do', () => {
  expect(new PostgresCannotStart('Do this.', ' FATAL: x \n').message).toBe('Do this.\n\nPostgreSQL said:\nFATAL: x')
  expect(new PostgresCannotStart('Do this.').message).toBe('Do this.')
})

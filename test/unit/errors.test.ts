import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { domainError, ERRORS, isDomainError } from '../../services/errors.ts'

describe('the error catalogue', () => {
  it('equals the table in docs/errors.md', () => {
    const rows = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => /^\| [A-Z_]+ \|/.test(line))
    expect(rows).toEqual(Object.entries(ERRORS).map(([code, [status, text]]) => `| ${code} | ${status} | ${text} |`))
  })

  it('fills the blanks and keeps the values', () => {
    const error = domainError('NOT_FOUND', { kind: 'person', id: 'p1' })
    expect(error.message).toBe('There is no person "p1".')
    expect({ ...error }).toEqual({ name: 'DomainError', code: 'NOT_FOUND', status: 404, values: { kind: 'person', id: 'p1' } })
    expect(error).toBeInstanceOf(Error)
  })

  it('knows its own errors from others', () => {
    expect(isDomainError(domainError('NOT_SIGNED_IN'))).toBe(true)
    expect(isDomainError(new Error('x'))).toBe(false)
    expect(isDomainError(Object.assign(new Error('x'), { name: 'DomainError', code: 'NO_SUCH' }))).toBe(false)
    expect(isDomainError({ name: 'DomainError', code: 'NOT_FOUND' })).toBe(false)
  })
})

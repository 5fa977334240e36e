import type { FastifyRequest } from 'fastify'
import { describe, expect, it } from 'vitest'
import { checkAccess, credentialsIn, personOf, principalOf, type Access, type Principal } from '../../../services/http/access.ts'
import { STAFF, type Role } from '../../../services/schemas/people.ts'

const key = (role: Role): Principal => ({ kind: 'apiKey', id: 'k', name: 'n', role })
const person = (role: Role): Principal => ({ kind: 'person', id: 'p', name: 'n', email: 'e', role, sessionId: 's' })
const asking = (principal: Principal | null) => ({ principal }) as FastifyRequest

describe('checkAccess', () => {
  it.each<[Access, Principal | null, string]>([
    // access     who                 outcome
    ['public', null, 'in'],
    ['signed', null, 'in'],
    ['signedIn', null, 'NOT_SIGNED_IN'],
    ['signedIn', person('payroll'), 'in'],
    [['admin'], null, 'NOT_SIGNED_IN'],
    [['admin'], person('agent'), 'ROLE_NOT_ALLOWED'],
    [['admin'], key('supervisor'), 'ROLE_NOT_ALLOWED'],
    [['admin'], key('admin'), 'in'],
    [STAFF, person('payroll'), 'ROLE_NOT_ALLOWED'],
    [STAFF, person('agent'), 'in'],
    [[], person('admin'), 'ROLE_NOT_ALLOWED'],
  ])('%s with %o: %s', (access, who, outcome) => {
    const act = () => checkAccess(access, who)
    if (outcome === 'in') expect(act).not.toThrow()
    else expect(act).toThrow(expect.objectContaining({ code: outcome }))
  })
})

describe('credentialsIn', () => {
  it.each([
    // authorization      cookie    credentials
    [undefined, undefined, undefined],
    [undefined, 't', { kind: 'session', token: 't' }],
    ['Bearer nl_x', undefined, { kind: 'apiKey', key: 'nl_x' }],
    ['bearer nl_x', 't', { kind: 'apiKey', key: 'nl_x' }],
    ['Basic abc', 't', { kind: 'session', token: 't' }],
    ['Bearer ', undefined, undefined],
    [undefined, '', undefined],
  ])('%s, %s', (authorization, cookie, expected) => expect(credentialsIn(authorization, cookie)).toEqual(expected))
})

describe('who calls', () => {
  it('is there, or the route was public by mistake', () => {
    expect(() => principalOf(asking(null))).toThrow(expect.objectContaining({ code: 'NOT_SIGNED_IN' }))
    expect(principalOf(asking(key('agent')))).toEqual(key('agent'))
  })
  it('is a person where a person is needed', () => {
    expect(() => personOf(asking(key('admin')))).toThrow(expect.objectContaining({ code: 'NEEDS_PERSON' }))
    expect(personOf(asking(person('agent'))).id).toBe('p')
  })
})

import { describe, expect, it } from 'vitest'
import { domainError } from '../../../services/errors.ts'
import { PROBLEM_STATUSES, toAnswer } from '../../../services/http/problem.ts'

const coded = (code: string, more: object = {}) => Object.assign(new Error('secret text of the driver'), { code, ...more })

describe('toAnswer', () => {
  it('maps a refusal of ours', () => {
    expect(toAnswer(domainError('LINK_EXPIRED', { at: 'noon' }), 'r1')).toEqual({
      isBug: false,
      problem: {
        type: '/docs/errors#LINK_EXPIRED',
        title: 'Link expired',
        status: 410,
        code: 'LINK_EXPIRED',
        values: { at: 'noon' },
        detail: 'This link ended at noon; ask for a new one.',
        requestId: 'r1',
      },
    })
  })

  it('names every fault of the input', () => {
    const error = Object.assign(new Error(), {
      statusCode: 400,
      validationContext: 'body',
      validation: [
        { instancePath: '/email', message: 'Invalid email address' },
        { instancePath: '/a/0/b', message: 'Too small' },
        { instancePath: '/', message: 'expected object' },
      ],
    })
    expect(toAnswer(error, 'r').problem).toMatchObject({
      status: 400,
      code: 'INVALID_INPUT',
      faults: [
        { place: 'body.email', message: 'Invalid email address' },
        { place: 'body.a.0.b', message: 'Too small' },
        { place: 'body', message: 'expected object' },
      ],
    })
  })

  it.each([
    // thrown                                                     status  code              isBug
    [coded('P2002', { meta: { modelName: 'Person' } }), 409, 'ALREADY_EXISTS', false],
    [coded('23505', { constraint: 'person_email_key' }), 409, 'ALREADY_EXISTS', false],
    [coded('P2003'), 409, 'STILL_IN_USE', false],
    [coded('23503', { table: 'site' }), 409, 'STILL_IN_USE', false],
    [coded('P2025'), 404, 'NOT_FOUND', false],
    [coded('ECONNREFUSED'), 503, 'UNAVAILABLE', true],
    [coded('57P01'), 503, 'UNAVAILABLE', true],
    [new Error('Query read timeout'), 503, 'UNAVAILABLE', true],
    [new Error('timeout exceeded when trying to connect'), 503, 'UNAVAILABLE', true],
    [coded('FST_ERR_CTP_BODY_TOO_LARGE', { statusCode: 413 }), 413, 'BODY_TOO_LARGE', false],
    [coded('FST_ERR_CTP_INVALID_MEDIA_TYPE', { statusCode: 415 }), 415, 'MEDIA_TYPE_UNKNOWN', false],
    [coded('FST_ERR_CTP_INVALID_JSON_BODY', { statusCode: 400 }), 400, 'BAD_REQUEST', false],
    [coded('FST_ERR_RESPONSE_SERIALIZATION', { statusCode: 500 }), 500, 'INTERNAL', true],
    [new TypeError('x is not a function'), 500, 'INTERNAL', true],
    ['a string', 500, 'INTERNAL', true],
    [undefined, 500, 'INTERNAL', true],
  ])('%s -> %i %s', (thrown, status, code, isBug) => {
    const answer = toAnswer(thrown, 'r')
    expect(answer).toMatchObject({ isBug, problem: { status, code } })
    if (isBug) expect(JSON.stringify(answer.problem)).not.toMatch(/secret|not a function|timeout exceeded/)
  })

  it('lists the statuses of the catalogue', () => expect(PROBLEM_STATUSES).toContain(410))
})

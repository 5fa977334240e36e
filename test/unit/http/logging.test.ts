import { Writable } from 'node:stream'
import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { loggerOptions } from '../../../services/http/logging.ts'

function logged(write: (log: pino.Logger) => void): string {
  const lines: string[] = []
  const stream = new Writable({
    write: (chunk, _, done) => {
      lines.push(String(chunk))
      done()
    },
  })
  write(pino(loggerOptions('info'), stream))
  return lines.join('')
}

describe('the log', () => {
  it('masks numbers in messages, fields, nested fields and stack traces', () => {
    const text = logged((log) => {
      log.info({ from: '+493023125100', call: { legs: [{ to: '+493023125200' }] } }, 'call from %s', '+493023125300')
      log.error({ err: new Error('no route to +493023125400') })
    })
    expect(text).not.toMatch(/23125/)
    expect(text).toContain('+49***00')
  })

  it('never writes secrets', () => {
    const secret = 'nl_secret'
    const text = logged((log) =>
      log.info({
        headers: { authorization: secret, cookie: secret, 'set-cookie': secret, 'x-twilio-signature': secret },
        password: secret,
        body: { password: secret, token: secret, key: secret },
        req: { method: 'GET', url: `/api/links/${secret}`, id: 1 },
      }),
    )
    expect(text).not.toContain(secret)
    expect(text).toContain('/api/links/***')
  })

  describe('of an error', () => {
    /** As HTTP packages throw them: the request hangs on the error. */
    const leaking = (text: string, options?: ErrorOptions) =>
      Object.assign(new Error(text, options), {
        code: 'E_TEST',
        config: { headers: { Authorization: 'Basic nl_secret' } },
        toJSON: () => ({ config: 'nl_secret' }),
      })
    const line = (fields: object) => JSON.parse(logged((log) => log.error(fields))) as Record<string, unknown> & { err: ReturnType<typeof JSON.parse> }

    it.each(['err', 'error', 'reason'])('has only what explains it, under the key %s too', (key) => {
      const { [key]: error, ...others } = line({ [key]: leaking('broken') })
      expect(error).toEqual({ type: 'Error', code: 'E_TEST', message: 'broken', stack: expect.stringContaining('logging.test.ts') })
      expect(JSON.stringify(others)).not.toContain('nl_secret')
    })

    it('has its causes, and what an AggregateError gathers', () => {
      const error = leaking('broken', { cause: leaking('no answer', { cause: 'nl' }) })
      expect(line({ err: error }).err).toMatchObject({ message: 'broken', cause: { message: 'no answer', cause: { type: 'string', message: 'nl' } } })
      expect(line({ err: new AggregateError([leaking('one'), leaking('two')]) }).err.errors).toMatchObject([{ message: 'one' }, { message: 'two' }])
      expect(JSON.stringify(line({ err: error }))).not.toContain('nl_secret')
    })

    it('survives an error that causes itself', () => {
      const error: Error = leaking('broken')
      error.cause = error
      expect(line({ err: error }).err.message).toBe('broken')
    })

    it('is so deep inside a field, and for a lone error', () => {
      expect(JSON.stringify(line({ tried: [{ error: leaking('broken') }] }))).not.toContain('nl_secret')
      expect(line({ tried: [{ error: leaking('broken') }] })).toMatchObject({ tried: [{ error: { message: 'broken' } }] })
      expect(line(leaking('broken'))).toMatchObject({ msg: 'broken', err: { type: 'Error', message: 'broken' } })
    })

    it.each<[unknown, object]>([
      ['plain words', { type: 'string', message: 'plain words' }],
      [7, { type: 'number', message: '7' }],
      [null, { type: 'object', message: 'null' }],
      [
        { message: 'like one', headers: { Authorization: 'nl_secret' } },
        { type: 'object', message: 'like one' },
      ],
      [{ nl_secret: 1 }, { type: 'object', message: '[object Object]' }],
    ])('also when %j was thrown', (thrown, said) => expect(line({ err: thrown }).err).toEqual(said))
  })
})

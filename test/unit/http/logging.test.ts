import { Writable } from 'node:stream'
import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { loggerOptions } from '../../../services/http/logging.ts'

function logged(write: (log: pino.Logger) => void): string {
  const lines: string[] = []
  const stream = new Writable({ write: (chunk, _, done) => { lines.push(String(chunk)); done() } })
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
    const text = logged((log) => log.info({
      headers: { authorization: secret, cookie: secret, 'set-cookie': secret, 'x-twilio-signature': secret },
      password: secret, body: { password: secret, token: secret, key: secret }, req: { method: 'GET', url: `/api/links/${secret}`, id: 1 },
    }))
    expect(text).not.toContain(secret)
    expect(text).toContain('/api/links/***')
  })
})

import { describe, expect, it } from 'vitest'
import { readConfig, type Config } from '../../services/config.ts'

const ACCOUNT = `AC${'0123456789abcdef'.repeat(2)}`
const KEY = `SK${'0123456789abcdef'.repeat(2)}`
const TWILIO = { TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_AUTH_TOKEN: 'secret one', PUBLIC_URL: 'https://line.example' }

function config(env: Record<string, string>): Config {
  const read = readConfig(env)
  if ('faults' in read) throw new Error(read.faults.join('\n'))
  return read.config
}
function faults(env: Record<string, string>): readonly string[] {
  const read = readConfig(env)
  return 'faults' in read ? read.faults : []
}

describe('readConfig', () => {
  it('needs nothing', () => expect(config({})).toEqual({
    port: 8080, host: '127.0.0.1', trustProxy: false, dataDir: 'data', roles: ['web', 'worker'], simulatorPort: 0, flowsDir: 'ivr-flows', logLevel: 'info',
  }))

  it.each<[Record<string, string>, object]>([
    [{ PORT: '0', HOST: '0.0.0.0' }, { port: 0, host: '0.0.0.0' }],
    [{ TRUST_PROXY: 'true' }, { trustProxy: true }],
    [{ ROLES: 'web' }, { roles: ['web'] }],
    [{ ROLES: ' worker , web ' }, { roles: ['worker', 'web'] }],
    [{ PUBLIC_URL: 'https://line.example///' }, { publicUrl: 'https://line.example' }],
    [{ PUBLIC_URL: 'https://line.example:8443/base/' }, { publicUrl: 'https://line.example:8443/base' }],
    [{ DATABASE_URL: 'postgres://u:p@h/d', REDIS_URL: 'rediss://h' }, { databaseUrl: 'postgres://u:p@h/d', redisUrl: 'rediss://h' }],
    [{ DATABASE_URL: '', REDIS_URL: '', PUBLIC_URL: '', TWILIO_ACCOUNT_SID: '' }, { port: 8080 }],
    [TWILIO, { twilio: { accountSid: ACCOUNT, authTokens: ['secret one'], username: ACCOUNT, password: 'secret one' } }],
    [{ ...TWILIO, TWILIO_AUTH_TOKEN_NEXT: 'secret two' }, { twilio: { accountSid: ACCOUNT, authTokens: ['secret one', 'secret two'], username: ACCOUNT, password: 'secret one' } }],
    [{ ...TWILIO, TWILIO_API_KEY_SID: KEY, TWILIO_API_KEY_SECRET: 'k', TWILIO_API_BASE_URL: 'http://127.0.0.1:1/' },
      { twilio: { accountSid: ACCOUNT, authTokens: ['secret one'], username: KEY, password: 'k', apiBaseUrl: 'http://127.0.0.1:1' } }],
  ])('%j', (env, expected) => expect(config(env)).toMatchObject(expected))

  it.each<[Record<string, string>, string[]]>([
    [{ PORT: 'x' }, ['PORT']], [{ PORT: '70000' }, ['PORT']], [{ PORT: '-1' }, ['PORT']], [{ PORT: '80.5' }, ['PORT']],
    [{ TRUST_PROXY: 'yes' }, ['TRUST_PROXY']], [{ ROLES: 'boss' }, ['ROLES.0']], [{ PUBLIC_URL: 'line.example' }, ['PUBLIC_URL']], [{ PUBLIC_URL: 'ftp://x.example' }, ['PUBLIC_URL']],
    [{ DATABASE_URL: 'mysql://h/d' }, ['DATABASE_URL']], [{ REDIS_URL: 'http://h' }, ['REDIS_URL']], [{ LOG_LEVEL: 'loud' }, ['LOG_LEVEL']], [{ HOST: '' }, ['HOST']],
    [{ ...TWILIO, TWILIO_ACCOUNT_SID: 'AC12' }, ['TWILIO_ACCOUNT_SID']],
    [{ TWILIO_ACCOUNT_SID: ACCOUNT }, ['TWILIO_AUTH_TOKEN', 'PUBLIC_URL']],
    [{ TWILIO_AUTH_TOKEN: 'x' }, ['TWILIO_ACCOUNT_SID']],
    [{ ...TWILIO, TWILIO_API_KEY_SID: KEY }, ['TWILIO_API_KEY_SECRET']], [{ ...TWILIO, TWILIO_API_KEY_SECRET: 'k' }, ['TWILIO_API_KEY_SECRET']],
    [{ PORT: 'x', ROLES: 'boss', LOG_LEVEL: 'loud' }, ['PORT', 'ROLES.0', 'LOG_LEVEL']],
  ])('%j: faults of %j', (env, variables) => expect(faults(env).map((fault) => fault.split(':')[0])).toEqual(variables))

  it('never says a value: it may be a secret', () => {
    const said = faults({ TWILIO_ACCOUNT_SID: 'hunter2', TWILIO_AUTH_TOKEN: 'hunter2', DATABASE_URL: 'hunter2', PORT: 'hunter2', PUBLIC_URL: 'hunter2' }).join('\n')
    expect(said).not.toBe('')
    expect(said).not.toContain('hunter2')
  })
})

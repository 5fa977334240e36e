import { describe, expect, it } from 'vitest'
import { environment, readConfig, type Config } from '../../services/config.ts'

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
  it('needs nothing', () =>
    expect(config({})).toEqual({
      port: 8080,
      host: '127.0.0.1',
      trustProxy: false,
      dataDir: 'data',
      roles: ['web', 'worker'],
      simulatorPort: 0,
      flowsDir: 'ivr-flows',
      publicOrigins: [],
      flowHosts: new Map(),
      textLimits: { toANumberADay: 5, anHour: 200 },
      logLevel: 'info',
    }))

  it.each<[Record<string, string>, object]>([
    [
      { PORT: '0', HOST: '0.0.0.0' },
      { port: 0, host: '0.0.0.0' },
    ],
    [{ TRUST_PROXY: 'true' }, { trustProxy: true }],
    [{ ROLES: 'web' }, { roles: ['web'] }],
    [{ TEXTS_AN_HOUR: '0', TEXTS_TO_A_NUMBER_A_DAY: '1' }, { textLimits: { toANumberADay: 1, anHour: 0 } }],
    [{ ...TWILIO, TWILIO_CALLS_PER_SECOND: '2.5' }, { twilio: { callsPerSecond: 2.5 } }],
    [
      { FLOW_HTTP_HOSTS: 'Orders.example|s3c|ret, 127.0.0.1:8080,' },
      {
        flowHosts: new Map([
          ['orders.example', { token: 's3c|ret' }],
          ['127.0.0.1:8080', { token: null }],
        ]),
      },
    ],
    [{ PUBLIC_ORIGINS: 'https://Shop.example/, http://127.0.0.1:8081,' }, { publicOrigins: ['https://shop.example', 'http://127.0.0.1:8081'] }],
    [{ ROLES: ' worker , web ' }, { roles: ['worker', 'web'] }],
    [{ PUBLIC_URL: 'https://line.example///' }, { publicUrl: 'https://line.example' }],
    [{ PUBLIC_URL: 'https://line.example:8443/base/' }, { publicUrl: 'https://line.example:8443/base' }],
    [
      { DATABASE_URL: 'postgres://u:p@h/d', REDIS_URL: 'rediss://h' },
      { databaseUrl: 'postgres://u:p@h/d', redisUrl: 'rediss://h' },
    ],
    [TWILIO, { twilio: { accountSid: ACCOUNT, authTokens: ['secret one'], username: ACCOUNT, password: 'secret one' } }],
    [
      { ...TWILIO, TWILIO_AUTH_TOKEN_NEXT: 'secret two' },
      { twilio: { accountSid: ACCOUNT, authTokens: ['secret one', 'secret two'], username: ACCOUNT, password: 'secret one' } },
    ],
    [
      { ...TWILIO, TWILIO_API_KEY_SID: KEY, TWILIO_API_KEY_SECRET: 'k', TWILIO_API_BASE_URL: 'http://127.0.0.1:1/' },
      { twilio: { accountSid: ACCOUNT, authTokens: ['secret one'], username: KEY, password: 'k', apiBaseUrl: 'http://127.0.0.1:1' } },
    ],
  ])('%j', (env, expected) => expect(config(env)).toMatchObject(expected))

  it.each<[Record<string, string>, string[]]>([
    [{ PORT: 'x' }, ['PORT']],
    [{ PORT: '70000' }, ['PORT']],
    [{ PORT: '-1' }, ['PORT']],
    [{ PORT: '80.5' }, ['PORT']],
    [{ PORT: '1e3' }, ['PORT']],
    [{ PORT: ' 80' }, ['PORT']],
    [{ PORT: '0x50' }, ['PORT']],
    [{ PORT: '65536' }, ['PORT']],
    [{ PORT: ' ' }, ['PORT']],
    [{ SIMULATOR_PORT: '1e3' }, ['SIMULATOR_PORT']],
    [{ TRUST_PROXY: 'yes' }, ['TRUST_PROXY']],
    [{ ROLES: 'boss' }, ['ROLES.0']],
    [{ PUBLIC_URL: 'line.example' }, ['PUBLIC_URL']],
    [{ PUBLIC_URL: 'ftp://x.example' }, ['PUBLIC_URL']],
    [{ DATABASE_URL: 'mysql://h/d' }, ['DATABASE_URL']],
    [{ REDIS_URL: 'http://h' }, ['REDIS_URL']],
    [{ LOG_LEVEL: 'loud' }, ['LOG_LEVEL']],
    [{ TEXTS_AN_HOUR: '-1' }, ['TEXTS_AN_HOUR']],
    [{ TEXTS_TO_A_NUMBER_A_DAY: 'many' }, ['TEXTS_TO_A_NUMBER_A_DAY']],
    [{ TWILIO_CALLS_PER_SECOND: '0' }, ['TWILIO_CALLS_PER_SECOND']],
    [{ FLOW_HTTP_HOSTS: 'https://orders.example' }, ['FLOW_HTTP_HOSTS']],
    [{ FLOW_HTTP_HOSTS: 'orders.example,s3cr/et|orders.example' }, ['FLOW_HTTP_HOSTS']],
    [{ ...TWILIO, TWILIO_ACCOUNT_SID: 'AC12' }, ['TWILIO_ACCOUNT_SID']],
    [{ TWILIO_ACCOUNT_SID: ACCOUNT }, ['TWILIO_AUTH_TOKEN', 'PUBLIC_URL']],
    [{ TWILIO_AUTH_TOKEN: 'x' }, ['TWILIO_ACCOUNT_SID']],
    [{ ...TWILIO, TWILIO_API_KEY_SID: KEY }, ['TWILIO_API_KEY_SECRET']],
    [{ ...TWILIO, TWILIO_API_KEY_SECRET: 'k' }, ['TWILIO_API_KEY_SECRET']],
    [{ PORT: 'x', ROLES: 'boss', LOG_LEVEL: 'loud' }, ['PORT', 'ROLES.0', 'LOG_LEVEL']],
    [{ PORT: 'x', TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_API_KEY_SID: KEY }, ['PORT', 'TWILIO_AUTH_TOKEN', 'PUBLIC_URL', 'TWILIO_API_KEY_SECRET']],
    [{ TWILIO_ACCOUNT_SID: 'AC12' }, ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'PUBLIC_URL']],
    [{ ...TWILIO, TWILIO_AUTH_TOKEN: '' }, ['TWILIO_AUTH_TOKEN']],
    [{ ...TWILIO, PUBLIC_URL: 'line.example' }, ['PUBLIC_URL']],
  ])('%j: faults of %j', (env, variables) => expect(faults(env).map((fault) => fault.split(':')[0])).toEqual(variables))

  it.each(Object.keys(environment.shape))('an empty %s counts as not set', (name) => expect(config({ [name]: '' })).toEqual(config({})))

  it('says what is allowed, and what was given', () => {
    expect(faults({ PORT: '1e3' })).toEqual(['PORT: a port: 0 (any free one) to 65535, in digits; given: "1e3"'])
    expect(faults({ ROLES: 'web,boss' })).toEqual(['ROLES.1: Invalid option: expected one of "web"|"worker"; given: "web,boss"'])
    expect(faults({ PUBLIC_URL: 'line.example' })).toEqual(['PUBLIC_URL: a URL that begins with http:// or https://; given: "line.example"'])
    expect(faults({ DATABASE_URL: 'mysql://u:p@h/d' })).toEqual(['DATABASE_URL: a URL that begins with postgresql:// or postgres://'])
    expect(faults({ TWILIO_ACCOUNT_SID: ACCOUNT, PUBLIC_URL: 'https://line.example' })).toEqual([
      'TWILIO_AUTH_TOKEN: is needed when TWILIO_ACCOUNT_SID is set (it signs the webhooks)',
    ])
  })

  it('never says the value of what may hold a secret', () => {
    expect(faults({ FLOW_HTTP_HOSTS: 'orders.example,hunt/er2|orders.example' }).join()).not.toContain('hunt')
    const sayable = ['PORT', 'HOST', 'PUBLIC_URL', 'TRUST_PROXY', 'DATA_DIR', 'ROLES', 'SIMULATOR_PORT', 'FLOWS_DIR', 'LOG_LEVEL']
    const counts = ['TWILIO_CALLS_PER_SECOND', 'TEXTS_TO_A_NUMBER_A_DAY', 'TEXTS_AN_HOUR']
    const secret = (name: string) => ![...sayable, ...counts].includes(name)
    const said = faults(
      Object.fromEntries(
        Object.keys(environment.shape)
          .filter(secret)
          .map((name) => [name, 'hunter2']),
      ),
    ).join('\n')
    expect(said).toContain('DATABASE_URL')
    expect(said).not.toContain('hunter2')
  })
})

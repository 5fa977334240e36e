import { expect, test } from 'vitest'
import {
  adviceFor,
  disownPidFile,
  initdbArgs,
  launches,
  majorVersion,
  parsePidFile,
  serverArgs,
  whyStartFailed,
} from '../../../services/embedded-postgres/args.ts'

const nobody = { uid: 65_534, gid: 65_534 }

test.each([
  // platform, as root, ways to run, best first
  ['linux', undefined, ['with setpriv', 'directly']],
  ['linux', nobody, ['with setpriv and dac_override', 'with setpriv', 'directly']],
  ['darwin', undefined, ['directly']],
  ['darwin', nobody, ['directly']],
  ['win32', undefined, ['directly']],
] as const)('%s, root becomes %o: %o', (platform, asRoot, expected) => {
  const ways = launches(platform, asRoot)
  expect(ways.map((way) => way.description)).toEqual(expected)
  for (const way of ways) {
    if (way.prefix.length > 0) expect(way.prefix.slice(0, 3)).toEqual(['setpriv', '--pdeathsig', 'INT'])
    const becomesSomebody = way.switchTo !== undefined || way.prefix.includes('--reuid=65534')
    expect(becomesSomebody).toBe(asRoot !== undefined)
  }
})

test('the cluster is Unicode whatever the machine speaks, and only tests go without fsync', () => {
  expect(initdbArgs('/d/pg.new', '/d/pw', true)).toEqual(expect.arrayContaining(['--encoding=UTF8', '--builtin-locale=C.UTF-8', '--auth=scram-sha-256']))
  expect(initdbArgs('/d/pg.new', '/d/pw', true)).not.toContain('--no-sync')
  expect(initdbArgs('/d/pg.new', '/d/pw', false)).toContain('--no-sync')
  expect(serverArgs('/d e/pg', 20_001, true)).toEqual(
    expect.arrayContaining(['/d e/pg', 'port=20001', 'listen_addresses=127.0.0.1', 'unix_socket_directories=']),
  )
  expect(serverArgs('/d/pg', 20_001, true)).not.toContain('fsync=off')
  expect(serverArgs('/d/pg', 20_001, false)).toContain('fsync=off')
})

test('a pid file is read, and disowned without losing the shared memory block', () => {
  const text = '4711\n/d/pg\n1700000000\n20001\n\n127.0.0.1\n  9144741    131083\nready   \n'
  expect(parsePidFile(text)).toEqual({ pid: 4711, port: 20_001 })
  expect(parsePidFile('4711\n/d/pg\n')).toBeUndefined()
  expect(parsePidFile('')).toBeUndefined()
  expect(parsePidFile(disownPidFile(text))).toEqual({ pid: 2_147_483_646, port: 20_001 })
  expect(disownPidFile(text).split('\n').slice(1)).toEqual(text.split('\n').slice(1))
})

test.each([
  ['LOG:  could not bind IPv4 address "127.0.0.1": Address already in use\nFATAL:  could not create any TCP/IP sockets', 'portTaken'],
  ['FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use', 'stillInUse'],
  ['FATAL:  lock file "postmaster.pid" already exists', 'stillInUse'],
  ['FATAL:  data directory "/d/pg" has wrong ownership', 'unknown'],
])('%s: %s', (output, why) => {
  expect(whyStartFailed(output)).toBe(why)
})

test.each([
  ['could not access directory "/d/pg": Permission denied', nobody, /ordinary user.*setpriv.*DATABASE_URL/],
  ['could not access directory "/d/pg": Permission denied', undefined, /^Set DATABASE_URL/],
  ['initdb: error: could not look up effective user ID 1234: user does not exist', undefined, /etc\/passwd/],
  ['could not write file: No space left on device', nobody, /disk is full/],
] as const)('advice for %s', (output, asRoot, advice) => {
  expect(adviceFor(output, asRoot)).toMatch(advice)
})

test('the major version', () => {
  expect(majorVersion('postgres (PostgreSQL) 18.4')).toBe('18')
  expect(majorVersion('something else')).toBeUndefined()
})

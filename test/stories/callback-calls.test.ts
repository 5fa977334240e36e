import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { changeState, holdCallback } from '../../services/callbacks/store.ts'
import { RULE_BODIES } from '../../services/schemas/rules.ts'
import { aCallback } from '../support/callbacks.ts'
import { control, LINE, startLine, type TestLine } from '../support/line.ts'
import { clockOf, noUnexpectedCalls, phone, timePasses, type Phone } from '../support/phones.ts'
import { emptyTheRoster, putOnShift } from '../support/rosters.ts'

const [AMIRA, DANA] = ['+493023125901', '+493023125902']

let line: TestLine
let [amira, dana, his]: Phone[] = []
let number = 260

beforeAll(async () => {
  line = await startLine({ at: '2026-11-18T10:00:00+01:00', flowsDir: 'test/flows' })
})
afterAll(() => line.stop())
beforeEach(async () => {
  await emptyTheRoster(line)
  await putOnShift(line, { name: 'Amira Haddad', from: '2026-11-18T08:00', to: '2026-11-18T20:00' })
  amira = phone(AMIRA, line.simulator)
  dana = phone(DANA, line.simulator)
  number += 1
  his = phone(`+493023125${number}`, line.simulator)
})
afterEach(() => timePasses(line.simulator, 60))

const now = async (): Promise<Date> => new Date((await clockOf(line.simulator)).now)
const asks = async (more: Partial<Parameters<typeof aCallback>[1]> = {}) => {
  const at = await now()
  const dueAt = new Date(at.getTime() + 2 * 3_600_000)
  return (
    await line.database.prisma.$transaction((tx) =>
      aCallback(tx, { at, dueAt, number: his!.number, name: 'Ines Roth', words: 'The pump is loud', reason: 'callback', ...more }),
    )
  ).callback.id
}
const standing = async (id: string) =>
  line.database.prisma.callback.findUniqueOrThrow({
    where: { id },
    include: { attempts: { orderBy: { n: 'asc' } }, events: { orderBy: { id: 'asc' } }, case: { include: { events: true, promises: true } } },
  })
const changesRule = async (rule: object) => {
  const { prisma } = line.database
  const version = (await prisma.ruleVersion.count({ where: { kind: 'callback' } })) + 1
  const body = RULE_BODIES.callback.parse(rule)
  await prisma.ruleVersion.create({ data: { kind: 'callback', key: '', version, body: body as object, madeAt: await now(), why: 'story' } })
}

test('one of us hears who and why, takes it, and only then the customer is rung; they talk, and the promise is kept', async () => {
  const id = await asks({ askFor: 'Mr. Roth', extension: '42' })
  await amira!.rings()
  expect((await standing(id)).state).toBe('offering')
  await amira!.answers()
  await amira!.hears('A callback for Ines Roth')
  await amira!.presses('1')
  await his!.rings()
  expect([(await his!.looks()).from, (await standing(id)).state]).toEqual([LINE, 'calling'])
  await his!.answers()
  await timePasses(line.simulator, 20)
  await amira!.says('How loud is it?')
  await his!.hears('How loud is it?')
  expect(await line.database.prisma.presence.findFirst({ where: { person: { name: 'Amira Haddad' }, toAt: null } })).toMatchObject({ state: 'onACall' })
  await his!.hangsUp()
  await amira!.hears('The call is over')
  await amira!.hearsTheLineEnd()
  const done = await standing(id)
  expect(done).toMatchObject({ state: 'done', endWhy: 'talked', tries: 1, attempts: [{ outcome: 'talked', state: 'ended' }] })
  expect(done.events.map(({ toState }) => toState).filter(Boolean)).toEqual(['waiting', 'offering', 'calling', 'talking', 'done'])
  expect(done.case?.promises.every(({ keptAt, dueAt }) => keptAt !== null && keptAt < dueAt)).toBe(true)
  const call = await line.database.prisma.call.findUniqueOrThrow({ where: { sid: done.attempts[0]!.agentLegSid! }, include: { legs: true } })
  expect([call.outcome, call.toNumber, call.legs.length]).toEqual(['answered', his!.number, 2])
  await noUnexpectedCalls(line.simulator, [amira!, his!])
})

test('who does not take it leaves it to the next, and its place stays', async () => {
  await putOnShift(line, { name: 'Dana Novak', from: '2026-11-18T08:00', to: '2026-11-18T20:00' })
  const id = await asks()
  const before = await standing(id)
  const first = await firstOf(amira!, dana!)
  await first.answers()
  await first.presses('2')
  await first.hears('Somebody else will call')
  const second = first === amira ? dana! : amira!
  await takes(second)
  await his!.rings()
  // She hangs up while his phone rings: it stops.
  await second.hangsUp()
  await timePasses(line.simulator, 5)
  const { legs } = await control<{ legs: { to: string }[] }>(line.simulator, 'GET', '/ringing')
  expect(legs.map(({ to }) => to)).not.toContain(his!.number)
  const after = await standing(id)
  expect([after.state, after.placeAt, after.attempts.map(({ outcome }) => outcome), after.tries]).toEqual([
    'waiting',
    before.placeAt,
    ['declined', 'declined'],
    1,
  ])
  // Both rest; then it goes on.
  await timePasses(line.simulator, 120)
  await (await firstOf(amira!, dana!)).answers()
  await timePasses(line.simulator, 40)
  expect((await standing(id)).attempts.length).toBeGreaterThan(2)
  await ends(id)
})

test('busy, no answer, a mailbox: each by its own plan; when all tries are used his case tells its owner', async () => {
  await changesRule({ retries: { busy: [5], noAnswer: [10], machine: [20], failed: [] } })
  const id = await asks()
  const at = new Map<string, number>()
  for (const [behaviour, outcome] of [
    [{ kind: 'busy' }, 'customerBusy'],
    [{ kind: 'rings' }, 'customerNoAnswer'],
    [
      {
        kind: 'voicemail',
        afterSeconds: 2,
        greeting: 'Hello, you have reached the Roth family. Please leave a message after the tone, and we will call you back as soon as we can.',
        beeps: true,
      },
      'customerMachine',
    ],
    [{ kind: 'busy' }, 'customerBusy'],
  ] as const) {
    await control(line.simulator, 'PUT', `/phones/${encodeURIComponent(his!.number)}`, { behaviour })
    await takes(amira!)
    await amira!.hears(outcome === 'customerBusy' ? 'The line is busy' : outcome === 'customerNoAnswer' ? 'Nobody answered' : 'A machine answered')
    await amira!.hearsTheLineEnd()
    const { attempts, state, nextAt } = await standing(id)
    const last = attempts.at(-1)!
    expect(last.outcome).toBe(outcome)
    if (state === 'resting') at.set(outcome, Math.round((nextAt.getTime() - last.endedAt!.getTime()) / 60_000))
    if (state === 'resting') await timePasses(line.simulator, (nextAt.getTime() - (await now()).getTime()) / 1_000 + 1)
  }
  expect(Object.fromEntries(at)).toEqual({ customerBusy: 5, customerNoAnswer: 10, customerMachine: 20 })
  const over = await standing(id)
  expect(over).toMatchObject({ state: 'unreachable', endWhy: 'retriesUsed', tries: 4, reachedAt: null })
  expect(over.case?.events.filter(({ kind }) => kind === 'unreachable')).toHaveLength(1)
  expect(over.case?.promises.every(({ keptAt }) => keptAt === null)).toBe(true)
  expect(await line.database.prisma.notice.count({ where: { kind: 'unreachable', key: `callback:${id}:unreachable` } })).toBe(1)
  await changesRule({})
})

test('the customer first, if the rule says so: he waits for the one who is rung then', async () => {
  await changesRule({ isCustomerFirst: true })
  const id = await asks()
  await his!.rings()
  await his!.answers()
  await his!.hears('You asked us to call you')
  await takes(amira!)
  await amira!.says('Good morning, Mr. Roth.')
  await his!.hears('Good morning, Mr. Roth.')
  await timePasses(line.simulator, 10)
  await amira!.hangsUp()
  await his!.hearsTheLineEnd()
  await timePasses(line.simulator, 2)
  const done = await standing(id)
  expect(done.events.map(({ toState }) => toState).filter(Boolean)).toEqual(['waiting', 'calling', 'offering', 'talking', 'done'])
  // Nobody takes it: he hears it, and keeps his place.
  number += 1
  his = phone(`+493023125${number}`, line.simulator)
  const again = await asks()
  await his.rings()
  await his.answers()
  await amira!.rings()
  await amira!.declines()
  await his.hears('You keep your place')
  await his.hearsTheLineEnd()
  expect(await standing(again)).toMatchObject({ state: 'waiting', attempts: [{ outcome: 'busy' }] })
  await changesRule({})
})

const takes = async (one: Phone): Promise<void> => {
  await one.rings()
  await one.answers()
  await one.presses('1')
}
const firstOf = async (...phones: Phone[]): Promise<Phone> => {
  for (let n = 0; n < 60; n += 1) {
    const { legs } = await control<{ legs: { to: string }[] }>(line.simulator, 'GET', '/ringing')
    const found = phones.find((one) => legs.some(({ to }) => to === one.number))
    if (found) {
      await found.rings()
      return found
    }
    await timePasses(line.simulator, 5)
  }
  throw new Error('nobody is rung')
}
/** Taken out of the queue, so that the next test has the people for itself. */
const ends = async (id: string): Promise<void> => {
  await line.database.prisma.$transaction(async (tx) => {
    const held = await holdCallback(tx, id)
    if (held?.state === 'waiting') await changeState(tx, held, 'cancelled', { at: await now(), why: 'story', data: { endWhy: 'byUs' } })
  })
}

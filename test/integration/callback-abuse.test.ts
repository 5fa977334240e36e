// Who may ask at the public ways, how much strangers can make us spend, and what closes the ways, on a real database.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { breakerWatch } from '../../services/callbacks/abuse/breaker/service.ts'
import { isClosed } from '../../services/callbacks/abuse/breaker/store.ts'
import { reserve, settle, type Cost } from '../../services/callbacks/abuse/money/store.ts'
import { guard, type Asked } from '../../services/callbacks/abuse/service.ts'
import { changeState, holdCallback } from '../../services/callbacks/store.ts'
import type { CallbackRule } from '../../services/schemas/rules.ts'
import { findLineType } from '../../services/telephony/twilio/lookups/client.ts'
import { startSimulator } from '../../services/phone-simulator/service.ts'
import { aCallback } from '../support/callbacks.ts'
import { startDeadlines, type Deadlines } from '../support/deadlines.ts'

const START = '2026-11-18T09:00:00.000Z'
const STRANGER = '+4915123456700'
const CUSTOMER = '+4915187654321'
const warned: object[] = []

let company: Deadlines
let asks = 0
let lines: Record<string, string | Error>
let lookedUp: string[]

beforeAll(async () => {
  company = await startDeadlines(START)
  const { prisma } = company.database
  const customer = await prisma.customer.create({ data: { id: randomUUID(), name: 'Ida Krause', createdAt: new Date(START) } })
  const point = { id: randomUUID(), customerId: customer.id, kind: 'phone', value: CUSTOMER, standing: 'direct', validFrom: new Date(START) }
  await prisma.contactPoint.create({ data: point })
})
afterAll(() => company.stop())
beforeEach(async () => {
  await company.database.pool
    .query(`delete from ask_count; delete from spending; delete from callback_breaker; delete from rule_version where kind = 'callback';
    delete from notice where kind = 'breaker'; delete from callback_attempt; delete from blocked_number`)
  for (const { id } of await company.database.prisma.callback.findMany({ where: { endedAt: null } }))
    await company.database.prisma.$transaction(async (tx) => {
      const held = await holdCallback(tx, id)
      if (held) await changeState(tx, held, 'cancelled', { at: new Date(START), why: 'the test is over' })
    })
  company.isNow(START)
  ;[lines, lookedUp] = [{}, []]
})

const now = () => company.clock.now().toJSDate()
const passes = (minutes: number) => company.isNow(company.clock.now().plus({ minutes }).toJSDate())
let rules = 0
const ruleIs = async (body: { [Key in keyof CallbackRule]?: Partial<CallbackRule[Key]> }) =>
  company.database.prisma.ruleVersion.create({ data: { kind: 'callback', key: '', version: (rules += 1), body: body as object, madeAt: now() } })

const lookUp = async (number: string) => {
  lookedUp.push(number)
  const line = lines[number]
  if (line instanceof Error) throw line
  return line
}
const check = (given: Partial<Asked> = {}) => {
  const log = { warn: (details: object) => void warned.push(details) }
  // From everywhere in the world, unless a test says otherwise.
  const address = `198.${18 + ((asks += 1) >> 16)}.${(asks >> 8) & 255}.${asks & 255}`
  return guard({ database: company.database, zone: () => 'Europe/Berlin', lookUp, log }).check({ number: STRANGER, who: '', address, at: now(), ...given })
}
const other = (n: number) => `+49151${String(30_000_000 + n * 1_000)}`
const ofMany = async (count: number, given: (n: number) => Partial<Asked>) => {
  const whys: string[] = []
  for (let n = 0; n < count; n += 1) {
    const verdict = await check(given(n))
    whys.push(verdict.kind === 'refused' ? verdict.why : verdict.needsCode ? 'code' : 'ok')
  }
  return whys
}
const countOf = (whys: readonly string[]) => Object.fromEntries([...new Set(whys)].map((why) => [why, whys.filter((one) => one === why).length]))

describe('who may ask', () => {
  it('a stranger, without a code', async () => expect(await check()).toMatchObject({ kind: 'ok', isKnown: false, needsCode: false }))
  it('a customer is known by the record, and not because he once called', async () => {
    expect(await check({ number: CUSTOMER })).toEqual({ kind: 'ok', isKnown: true, needsCode: false })
    await company.database.pool.query(`update contact_point set standing = 'unconfirmed' where value = $1`, [CUSTOMER])
    expect(await check({ number: CUSTOMER })).toMatchObject({ isKnown: false })
    await company.database.pool.query(`update contact_point set standing = 'direct' where value = $1`, [CUSTOMER])
  })
  it.each([
    ['one of our lines', '+493023125100', 'ours', 'notNow'],
    ['the phone of one of us', '+493023125905', 'ours', 'notNow'],
    ['a premium number', '+499001234567', 'kind', 'number'],
    ['a satellite', '+881612345678', 'kind', 'number'],
    ['shared cost', '+491801234567', 'kind', 'number'],
    ['another country', '+37120000000', 'country', 'number'],
  ])('not %s', async (_, number, why, said) => expect(await check({ number })).toEqual({ kind: 'refused', why, public: said }))
  it('not who is blocked, until that ends', async () => {
    const blockedAt = now()
    const expiresAt = company.clock.now().plus({ hours: 1 }).toJSDate()
    await company.database.prisma.blockedNumber.create({ data: { number: STRANGER, reason: 'a machine', blockedAt, expiresAt } })
    expect(await check()).toMatchObject({ why: 'blocked', public: 'notNow' })
    passes(60)
    expect(await check()).toMatchObject({ kind: 'ok' })
  })
  it('five people behind one switchboard, all of them', async () => {
    const office = { number: '+493012345600', address: '203.0.113.7' }
    expect(await ofMany(5, (n) => ({ ...office, who: `Person ${n}` }))).toEqual(['ok', 'ok', 'ok', 'ok', 'ok'])
    expect(await ofMany(1, () => ({ ...office, who: 'Person 6' }))).toEqual(['address'])
  })
  it('the same person three times a day, and again tomorrow', async () => {
    expect(await ofMany(4, () => ({ who: 'Anna' }))).toEqual(['ok', 'ok', 'ok', 'number'])
    company.isNow('2026-11-18T22:59:59Z')
    expect(await ofMany(1, () => ({ who: 'anna ' }))).toEqual(['number'])
    company.isNow('2026-11-18T23:00:00Z')
    expect(await ofMany(1, () => ({ who: 'Anna' }))).toEqual(['ok'])
  })
  it('many of one range need a code, then none of it is let in, but the customer among them is', async () => {
    expect(countOf(await ofMany(14, (n) => ({ number: `+49151876543${String(40 + n)}` })))).toEqual({ ok: 5, code: 5, range: 4 })
    expect(await check({ number: CUSTOMER })).toMatchObject({ kind: 'ok', isKnown: true })
  })
  it('many of one network need a code, then nobody of it is let in, the customer neither', async () => {
    const from = (n: number) => ({ address: `203.0.113.${n + 1}`, number: other(n) })
    expect(countOf(await ofMany(25, from))).toEqual({ ok: 10, code: 10, network: 5 })
    expect(await check({ number: CUSTOMER, address: '203.0.113.99' })).toMatchObject({ why: 'network', public: 'notNow' })
  })
  it('while many are refused strangers need a code, on a phone that takes texts', async () => {
    await ofMany(26, () => ({ address: '203.0.113.7', number: STRANGER }))
    expect(await ofMany(2, (n) => ({ number: other(n) }))).toEqual(['code', 'code'])
    expect(await check({ number: '+493012345600' })).toMatchObject({ why: 'codeImpossible', public: 'mobile' })
    expect(await check({ number: CUSTOMER })).toMatchObject({ kind: 'ok', needsCode: false })
  })
  it('when strangers are too many in an hour, customers are still let in, and who writes is not', async () => {
    await ruleIs({ limits: { allPerHour: 3 } })
    expect(await ofMany(5, (n) => ({ number: other(n) }))).toEqual(['ok', 'ok', 'ok', 'all', 'all'])
    expect(await check({ number: CUSTOMER })).toMatchObject({ kind: 'ok' })
    expect(await check({ number: null, isWritten: true })).toMatchObject({ why: 'all' })
    passes(60)
    expect(await check()).toMatchObject({ kind: 'ok' })
  })
  it('who fills in what people do not see is counted', async () => {
    expect(countOf(await ofMany(6, () => ({ isHoneypot: true, address: '203.0.113.7' })))).toEqual({ honeypot: 6 })
    expect(await check({ address: '203.0.113.7', number: other(1) })).toMatchObject({ why: 'address' })
  })
  it('a hundred at once are counted each', async () => {
    const verdicts = await Promise.all(Array.from({ length: 100 }, async (_, n) => check({ address: '203.0.113.7', number: other(n % 7), who: String(n) })))
    expect(verdicts.filter(({ kind }) => kind === 'ok')).toHaveLength(5)
    const { rows } = await company.database.pool.query(`select count, refused from ask_count where scope = 'all'`)
    expect(rows).toEqual([{ count: 5, refused: 95 }])
  })
  it('numbers and addresses are forgotten after two days', async () => {
    await check()
    passes(2 * 24 * 60 - 11 * 60)
    await breakerWatch(company).sweep()
    expect(await company.database.prisma.askCount.count()).toBeGreaterThan(0)
    passes(24 * 60)
    await breakerWatch(company).sweep()
    expect(await company.database.prisma.askCount.count()).toBe(0)
  })
})

describe('what stands behind a number', () => {
  const suspicious = async () => ruleIs({ countries: ['DE', 'PL'] })
  const POLISH = '+48512345678'
  it('is looked up only on suspicion, once a day, and paid for', async () => {
    await suspicious()
    await check()
    expect(lookedUp).toEqual([])
    lines[POLISH] = 'mobile'
    expect(await check({ number: POLISH })).toMatchObject({ kind: 'ok', needsCode: true })
    await check({ number: POLISH })
    expect(lookedUp).toEqual([POLISH])
    expect(await company.database.prisma.spending.findMany()).toMatchObject([{ kind: 'lookup', country: 'PL', reservedMinor: 1 }])
  })
  it('is refused when somebody earns money with it', async () => {
    await suspicious()
    lines[POLISH] = 'premium'
    expect(await check({ number: POLISH })).toEqual({ kind: 'refused', why: 'lineType', public: 'number' })
  })
  it('need not be known: nobody is refused because the provider does not answer', async () => {
    await suspicious()
    lines[POLISH] = new Error('busy')
    expect(await check({ number: POLISH })).toMatchObject({ kind: 'ok', needsCode: true })
  })
  it('is what Twilio says of it', async () => {
    const simulator = await startSimulator()
    const account = { ...simulator, authTokens: [], username: simulator.accountSid, password: simulator.authToken, apiBaseUrl: simulator.url }
    expect(await findLineType(account, '+491801234567')).toBe('sharedCost')
    expect(await findLineType(account, STRANGER)).toBe('mobile')
    expect(await findLineType(account, '+4912')).toBeUndefined()
    await expect(findLineType({ ...account, password: 'wrong' }, STRANGER)).rejects.toMatchObject({ name: 'ProviderFault', isSure: true })
    await simulator.close()
    await expect(findLineType(account, STRANGER)).rejects.toMatchObject({ name: 'ProviderFault' })
  })
})

describe('money', () => {
  const cost = (given: Partial<Cost> = {}): Cost => ({ kind: 'call', key: `callback:${randomUUID()}`, number: STRANGER, at: now(), ...given })
  const take = (given: Partial<Cost> = {}) => company.database.prisma.$transaction((tx) => reserve(tx, cost(given)))
  const spent = async () => {
    const { rows } = await company.database.pool.query<{ minor: number }>(
      'select coalesce(sum(coalesce(settled_minor, reserved_minor)), 0)::int as minor from spending',
    )
    return rows[0]?.minor
  }

  it('a hundred, ten at once, never reserve more than there is; customers have the rest', async () => {
    const ofMany = async (given: (n: number) => Partial<Cost>) => {
      const left = Array.from({ length: 100 }, (_, n) => n)
      const taken: boolean[] = []
      const takes = async () => {
        for (let n = left.pop(); n !== undefined; n = left.pop()) taken.push(await take(given(n)))
      }
      await Promise.all(Array.from({ length: 10 }, takes))
      return taken
    }
    const taken = await ofMany(() => ({}))
    expect(taken.filter(Boolean)).toHaveLength(24) // 600 of 1000, at 25
    expect(await spent()).toBe(600)
    const known = await ofMany((n) => (n % 2 === 0 ? { number: CUSTOMER } : {}))
    expect(known.filter(Boolean)).toHaveLength(16)
    expect(await spent()).toBe(1_000)
    passes(60)
    expect(await take()).toBe(true)
  })
  it('the same key again is the same money', async () => {
    const key = 'callback:once'
    expect(await Promise.all([take({ key }), take({ key }), take({ key })])).toEqual([true, true, true])
    expect(await spent()).toBe(25)
  })
  it('of a try that was taken back nothing stays', async () => {
    const undone = company.database.prisma.$transaction(async (tx) => {
      await reserve(tx, cost())
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await spent()).toBe(0)
  })
  it('what is left of a reservation is free again, and a long talk leaves less', async () => {
    const ends = (key: string, isCharged: boolean, talkSeconds: number) =>
      company.database.prisma.$transaction((tx) => settle(tx, { key, isCharged, talkSeconds, at: now() }))
    for (const key of ['one', 'two', 'three']) await take({ key })
    await ends('one', false, 0)
    await ends('two', true, 1_200)
    await ends('two', true, 0) // told twice
    await ends('nobody reserved it', true, 60)
    expect(await spent()).toBe(0 + 84 + 25)
  })
  const waits = (number: string, more: Partial<Parameters<typeof aCallback>[1]> = {}) =>
    company.database.prisma.$transaction((tx) =>
      aCallback(tx, { at: now(), dueAt: company.clock.now().plus({ hours: 2 }).toJSDate(), number, source: 'web', ...more }),
    )
  const takeMany = async (count: number, given: Partial<Cost>) => {
    let taken = 0
    for (let n = 0; n < count; n += 1) if (await take(given)) taken += 1
    return taken
  }
  it('texts never take the money of calls: they have a part of their own', async () => {
    expect(await takeMany(30, { kind: 'text', number: CUSTOMER })).toBe(22) // a fifth of 1000, at 9
    expect(await take({ kind: 'code' })).toBe(true)
    expect(await takeMany(40, { number: CUSTOMER })).toBe(31) // 1000 - 207, at 25
  })
  it('a text is sent only out of what is left beside the calls that are still to come', async () => {
    for (let n = 0; n < 38; n += 1) await waits(CUSTOMER, { name: `Person ${n}` })
    expect(await takeMany(10, { kind: 'text', number: CUSTOMER })).toBe(5) // 1000 - 38 x 25, at 9
    expect(await takeMany(40, { number: CUSTOMER })).toBe(38)
  })
  it('strangers have their part of the texts as the hour brings it', async () => {
    expect(await takeMany(10, { kind: 'text' })).toBe(4) // a fifth of 200
    passes(30)
    expect(await takeMany(10, { kind: 'text' })).toBe(4) // a fifth of 400
    expect(await takeMany(30, { kind: 'text', number: CUSTOMER })).toBe(14)
  })
  it('a text of many parts is paid for part by part', async () => {
    await take({ kind: 'text', parts: 3 })
    expect(await spent()).toBe(27)
  })
  it('what customers spend is not taken from the strangers', async () => {
    await takeMany(32, { number: CUSTOMER })
    expect(await check()).toMatchObject({ kind: 'ok' })
    await takeMany(7, { number: CUSTOMER })
    expect(await take()).toBe(true)
    expect(await check()).toMatchObject({ why: 'money' })
  })
  it('who is let in and does not give back the code in time keeps nobody else out', async () => {
    for (let n = 0; n < 8; n += 1) await waits(other(300 + n), { isUnverified: true })
    expect(await check()).toMatchObject({ why: 'money' })
    passes(10)
    expect(await check()).toMatchObject({ kind: 'ok' })
  })
  it('a day has its own end, by the clock of the company', async () => {
    await ruleIs({ budget: { hourMinor: 1_000, dayMinor: 100, knownShare: 0 } })
    company.isNow('2026-10-24T21:59:00Z') // 23:59 in Berlin
    expect(await take()).toBe(true)
    company.isNow('2026-10-24T22:00:00Z')
    expect(await Promise.all([take(), take(), take(), take()])).toEqual([true, true, true, true])
    company.isNow('2026-10-25T22:59:59Z') // the 25th hour of the day on which clocks are put back
    expect(await take()).toBe(false)
    company.isNow('2026-10-25T23:00:00Z')
    expect(await take()).toBe(true)
  })
  it('nobody is let in whose call could not be paid for today', async () => {
    await ruleIs({ budget: { dayMinor: 100, knownShare: 0.25 } })
    for (let n = 0; n < 2; n += 1)
      await company.database.prisma.$transaction((tx) =>
        aCallback(tx, { at: now(), dueAt: company.clock.now().plus({ hours: 2 }).toJSDate(), number: other(n), source: 'web' }),
      )
    expect(await check()).toMatchObject({ kind: 'ok' })
    await take()
    expect(await check()).toMatchObject({ why: 'money', public: 'notNow' })
    expect(await check({ number: CUSTOMER })).toMatchObject({ kind: 'ok' })
    expect(await check({ number: null, isWritten: true })).toMatchObject({ kind: 'ok' })
  })
  it('nor in the hour or on the day of the window that he chose', async () => {
    const ruled = (body: { hourMinor: number; dayMinor: number }) => ruleIs({ budget: { knownShare: 0, ...body } })
    const inHours = (hours: number) => company.clock.now().plus({ hours }).toJSDate()
    const nextWeek = 7 * 24
    for (let n = 0; n < 12; n += 1)
      await company.database.prisma.$transaction((tx) =>
        aCallback(tx, {
          ...{ at: now(), number: other(100 + n), source: 'web', isAsap: false },
          window: { from: inHours(nextWeek), to: inHours(nextWeek + 1) },
          dueAt: inHours(nextWeek + 1),
        }),
      )
    await ruled({ hourMinor: 300, dayMinor: 10_000 })
    expect(await check({ number: other(201), callAt: inHours(nextWeek) })).toMatchObject({ why: 'money', public: 'notNow' })
    expect(await check({ number: other(202), callAt: inHours(nextWeek + 1) })).toMatchObject({ kind: 'ok' })
    expect(await check({ number: other(203), callAt: inHours(nextWeek - 1) })).toMatchObject({ kind: 'ok' })
    expect(await check({ number: CUSTOMER, callAt: inHours(nextWeek) })).toMatchObject({ kind: 'ok' })
    await ruled({ hourMinor: 10_000, dayMinor: 300 })
    expect(await check({ number: other(204), callAt: inHours(nextWeek + 1) })).toMatchObject({ why: 'money' })
    expect(await check({ number: other(205), callAt: inHours(nextWeek + 24) })).toMatchObject({ kind: 'ok' })
  })
})

describe('the breaker', () => {
  const sweep = () => breakerWatch(company).sweep()
  const closed = () => company.database.prisma.$transaction((tx) => isClosed(tx, now()))
  const toldOf = async () => (await company.notices('breaker')).map(([name, body]) => [name, (body as { why: string }).why])
  const LEADS = ['Chen Wei', 'Clara Winter', 'Farid Rahimi', 'Petra Vogel']
  let of: { id: string; number: string; ivr: string }
  beforeAll(async () => {
    const make = (number: string, source: 'web' | 'ivr') =>
      company.database.prisma.$transaction((tx) => aCallback(tx, { at: new Date(START), dueAt: new Date(Date.parse(START) + 7_200_000), number, source }))
    const number = '+4915111111111'
    of = { id: (await make(number, 'web')).callback.id, number, ivr: (await make('+4915111111112', 'ivr')).callback.id }
  })
  let tries = 0
  const calls = (outcomes: Record<string, number>, { source = 'web', seconds = 60 } = {}) =>
    company.database.prisma.callbackAttempt.createMany({
      data: Object.entries(outcomes).flatMap(([outcome, count]) =>
        Array.from({ length: count }, () => {
          const at = now()
          const callbackId = source === 'web' ? of.id : of.ivr
          const when = { startedAt: at, customerRungAt: at, connectedAt: at, endedAt: new Date(at.getTime() + seconds * 1_000) }
          return { id: randomUUID(), callbackId, n: (tries += 1), number: of.number, state: 'ended', outcome, ...when }
        }),
      ),
    })

  it('closes the public ways once when calls go wrong, tells the supervision once, and opens them on trial', async () => {
    await calls({ customerFailed: 4, customerHungUp: 2, talked: 4 })
    await Promise.all([sweep(), sweep(), sweep()])
    expect(await closed()).toBe(true)
    expect(await company.database.prisma.callbackBreaker.findMany()).toMatchObject([{ why: 'failed', body: { calls: 10, bad: 6 } }])
    expect(await toldOf()).toEqual(LEADS.map((name) => [name, 'failed']))
    expect(await check()).toMatchObject({ why: 'closed', public: 'notNow' })
    expect(await check({ isWritten: true })).toMatchObject({ kind: 'ok' })
    passes(29)
    await sweep()
    expect(await closed()).toBe(true)
    passes(1)
    await sweep()
    expect(await closed()).toBe(false)
    expect(await check({ number: other(77) })).toMatchObject({ kind: 'ok' })
    await calls({ customerFailed: 4 })
    await sweep()
    expect(await closed()).toBe(true)
    passes(59)
    await sweep()
    expect(await closed()).toBe(true)
    passes(1)
    await sweep()
    expect(await closed()).toBe(false)
  })
  it.each([
    ['people who are not there', { customerNoAnswer: 8, customerMachine: 4, customerBusy: 4, talked: 2 }, {}],
    ['few', { customerFailed: 9 }, {}],
    ['calls that we have broken off', { cancelled: 20, unknown: 20 }, {}],
    ['what was asked for by phone', { customerFailed: 20 }, { source: 'ivr' }],
  ])('does not close for %s', async (_, outcomes, how) => {
    await calls(outcomes as unknown as Record<string, number>, how)
    await sweep()
    expect(await closed()).toBe(false)
  })
  it('closes for talks of seconds', async () => {
    await calls({ talked: 10 }, { seconds: 7 })
    await sweep()
    expect(await closed()).toBe(true)
  })
  it('says that the money is used up, once an hour, and closes nothing', async () => {
    const take = (number: string) => company.database.prisma.$transaction((tx) => reserve(tx, { kind: 'call', key: randomUUID(), number, at: now() }))
    while (await take(STRANGER));
    await Promise.all([sweep(), sweep()])
    const open = await company.database.prisma.callbackBreaker.findFirstOrThrow()
    expect(open).toMatchObject({ why: 'budgetHour', untilAt: new Date('2026-11-18T10:00:00Z'), body: { spentMinor: 600, limitMinor: 1_000 } })
    expect(await toldOf()).toEqual(LEADS.map((name) => [name, 'budgetHour']))
    expect(await closed()).toBe(false)
    expect(await check({ number: CUSTOMER })).toMatchObject({ kind: 'ok' })
    expect(await take(CUSTOMER)).toBe(true)
    const { id: closedById } = await company.database.prisma.person.findFirstOrThrow({ where: { name: 'Chen Wei' } })
    // Closed by hand: there is still no money, and nobody is told of it again.
    await company.database.prisma.callbackBreaker.update({ where: { id: open.id }, data: { closedAt: now(), closedById } })
    await sweep()
    expect(await company.database.prisma.callbackBreaker.count()).toBe(1)
    passes(60)
    await sweep()
    while (await take(STRANGER));
    await sweep()
    expect((await toldOf()).filter(([name]) => name === 'Chen Wei')).toHaveLength(2)
    // A larger budget ends it.
    await ruleIs({ budget: { hourMinor: 5_000 } })
    await sweep()
    expect(await company.database.prisma.callbackBreaker.count({ where: { closedAt: null } })).toBe(0)
    expect(await take(STRANGER)).toBe(true)
  })
})

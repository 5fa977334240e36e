import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Callback } from '../../prisma/generated/client.ts'
import { callbackActs } from '../../services/callbacks/acts/service.ts'
import { callCustomer, startAttempt } from '../../services/callbacks/attempts/store.ts'
import { dispatcher } from '../../services/callbacks/dispatch/service.ts'
import { readFigures } from '../../services/callbacks/figures/store.ts'
import { requestCallback, type NewCallback } from '../../services/callbacks/intake/store.ts'
import { cancelCallback, moveCallback } from '../../services/callbacks/moves/store.ts'
import { changeState, holdCallback } from '../../services/callbacks/store.ts'
import { callbackSweep } from '../../services/callbacks/sweep/service.ts'
import { perform } from '../../services/callbacks/sweep/steps/store.ts'
import { callbackWindows } from '../../services/callbacks/windows/service.ts'
import { deadlines } from '../../services/cases/deadlines/service.ts'
import type { Transaction } from '../../services/db.ts'
import { planMessage } from '../../services/messages/plan/store.ts'
import { TEXT_LIMITS } from '../../services/messages/store.ts'
import { changePresence } from '../../services/shifts/presence/store.ts'
import { callbackHouse, type CallbackHouse } from '../support/callback-house.ts'
import { ZONE, type SmallRoster } from '../support/small-roster.ts'

// The clock stands at 2026-03-02 09:00 UTC, a Monday: 10:00 in Berlin.
let line: CallbackHouse
let roster: SmallRoster
let ada: string
let hasMoney = true
beforeEach(async () => {
  line = await callbackHouse()
  roster = line.roster
  ada = await roster.person('Ada', { phone: '+4930111111' })
  await roster.shift(ada, '2026-03-02T08:00:00Z', '2026-03-02T16:00:00Z')
  await roster.shift(ada, '2026-03-03T08:00:00Z', '2026-03-03T16:00:00Z')
  hasMoney = true
})
afterEach(() => line.close())

const now = () => line.clock.now().toJSDate()
const faults: unknown[] = []
const aSweep = () =>
  callbackSweep({
    ...line,
    notices: { hasMail: true, textLimits: TEXT_LIMITS, linkOf: (token) => `https://line.example/callback/${token}`, reserve: async () => hasMoney },
    wake: () => undefined,
    log: { error: (details) => void faults.push(details) },
  }).sweep
const sweep = async () => {
  await aSweep()()
  expect(faults).toEqual([])
}
const at = (time: string) => new Date(`2026-03-02T${time}:00Z`)
let callers = 0
const ask = (from: string, to: string, more: Partial<NewCallback> = {}) =>
  line.database.prisma.$transaction(async (tx) => {
    const number = `+4917612${String((callers += 1)).padStart(5, '0')}`
    const usual = { source: 'web', number, language: 'en', zone: ZONE, ourNumber: '', isAsap: false, window: { from: at(from), to: at(to) } } as const
    const token = { token: `t${callers}`, tokenUntil: new Date('2026-03-20T00:00:00Z') }
    return (await requestCallback(tx, { ...usual, ...token, ...more }, now())).callback
  })
const read = (id: string) => line.database.prisma.callback.findUniqueOrThrow({ where: { id }, include: { case: true } })
const chain = async (id: string) =>
  (await line.database.prisma.callbackEvent.findMany({ where: { callbackId: id }, orderBy: { id: 'asc' } })).map(({ kind, why }) => `${kind}: ${why}`)
const texts = async () => (await line.database.prisma.textMessage.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })).map(({ text }) => text)
const change = (id: string, to: 'resting' | 'snoozed' | 'waiting', nextAt: Date) =>
  line.database.prisma.$transaction(async (tx) => {
    const held = await holdCallback(tx, id)
    if (held) await changeState(tx, held, to, { at: now(), why: 'test', data: { nextAt } })
  })

describe('a window that he chose', () => {
  it('is confirmed, reminded of, and begins: from then on it has a case and waits at the place of its begin', async () => {
    const { id } = await ask('12:00', '13:00')
    await sweep()
    expect(await texts()).toEqual(['Havel Heating: we call you today 13:00-14:00. See, move or cancel it: https://line.example/callback/t1'])
    line.clock.move({ minutes: 121 })
    await sweep()
    expect((await texts())[1]).toBe(
      'Havel Heating: we call you today 13:00-14:00. Please have your phone with you. See, move or cancel it: https://line.example/callback/t1',
    )
    expect(await read(id)).toMatchObject({ state: 'scheduled', caseId: null })
    line.clock.move({ minutes: 59 })
    await Promise.all([aSweep()(), aSweep()(), aSweep()()])
    expect(await read(id)).toMatchObject({ state: 'waiting', placeAt: at('12:00'), nextAt: at('13:00'), case: { status: 'open' } })
    await sweep()
    expect(await texts()).toHaveLength(2)
    expect(await chain(id)).toEqual(['state: asked for (web)', 'told: he was told (confirmed)', 'told: he was told (reminder)', 'state: its window has begun'])
  })

  it('that ends without a try is broken once, whoever looks: he is told at once with other times, and keeps his place', async () => {
    const { id } = await ask('09:00', '10:00', { language: 'ru' })
    await sweep()
    line.clock.move({ minutes: 60 })
    await Promise.all([aSweep()(), aSweep()(), aSweep()()])
    line.clock.move({ minutes: 30 })
    await sweep()
    expect(faults).toEqual([])
    expect(await read(id)).toMatchObject({ state: 'waiting', placeAt: at('09:00'), brokenAt: at('10:00'), brokenWhy: 'queueTooLong' })
    expect((await chain(id)).filter((one) => one.startsWith('broken'))).toEqual(['broken: the promise was not kept: others were before him until its end'])
    const sent = await texts()
    expect(sent).toHaveLength(2)
    expect(sent[1]).toMatch(
      /^Havel Heating: приносим извинения, мы не успели вам перезвонить \(сегодня 10:00-11:00\)\. .*Выбрать другое время \(сегодня 12:00-13:00, .*\): https/,
    )
    const { nextAt } = await read(id)
    expect(nextAt > now()).toBe(true)
  })

  it('is not confirmed any more when nobody looked until it was over', async () => {
    const { id } = await ask('09:00', '10:00')
    line.clock.move({ minutes: 60 })
    await sweep()
    await sweep()
    expect(await texts()).toMatchObject([expect.stringMatching(/we are sorry/)])
    expect((await read(id)).confirmedAt).not.toBeNull()
  })

  it('is told to his case as broken, and he is not told a second time by it', async () => {
    await ask('09:00', '10:00')
    line.clock.move({ minutes: 61 })
    const due = deadlines({
      database: line.database,
      clock: line.clock,
      onTop: async () => undefined,
      onMoved: planMessage,
      log: { error: (details) => void faults.push(details) },
    })
    await Promise.all([sweep(), due.sweep()])
    const { prisma } = line.database
    expect(await prisma.notice.count({ where: { kind: 'broken' } })).toBe(1)
    expect(await prisma.customerMessage.count({ where: { kind: 'late' } })).toBe(0)
  })

  it('says why it was broken', async () => {
    const ids = {
      noCover: await ask('09:00', '10:00', { skill: 'heating' }),
      paused: await ask('09:00', '10:00', { language: 'en' }),
    }
    const pause = await line.database.prisma.callbackPause.create({ data: { id: randomUUID(), skill: null, why: 'fire drill', pausedAt: now() } })
    line.clock.move({ minutes: 20 })
    await line.database.prisma.callbackPause.update({ where: { id: pause.id }, data: { resumedAt: now() } })
    line.clock.move({ minutes: 41 })
    const offered = await ask('10:01', '11:00')
    await sweep()
    expect(await read(ids.noCover.id)).toMatchObject({ brokenWhy: 'noCover' })
    expect(await read(ids.paused.id)).toMatchObject({ brokenWhy: 'paused' })
    await line.database.pool.query(
      `insert into callback_attempt (id, callback_id, n, person_id, number, state, outcome, started_at, ended_at) values ($1, $2, 1, $3, $4, 'ended', 'declined', $5, $5)`,
      [randomUUID(), offered.id, ada, offered.number, now()],
    )
    line.clock.move({ minutes: 60 })
    await sweep()
    expect(await read(offered.id)).toMatchObject({ brokenWhy: 'agentsUnreachable' })
  })

  it('says so when it ended while one of us had put it off, or for want of money; not when it waited again by then', async () => {
    const [off, poor, back] = [await ask('09:00', '10:00'), await ask('09:00', '10:00'), await ask('09:00', '10:00')]
    await sweep()
    const { snooze } = callbackActs({ ...line, windows: callbackWindows(line) })
    const by = { kind: 'apiKey', id: randomUUID(), role: 'supervisor' } as const
    for (const [{ id }, until] of [[off, '10:00'] as const, [back, '09:55'] as const]) await snooze(id, by, { until: at(until).toISOString(), reason: 'later' })
    line.clock.move({ minutes: 50 })
    const dispatch = dispatcher({
      ...line,
      zone: () => ZONE,
      wake: () => undefined,
      reserve: async () => false,
      log: { warn: (details) => void faults.push(details) },
    })
    await dispatch.sweep()
    await dispatch.stop()
    expect(await read(poor.id)).toMatchObject({ state: 'snoozed', nextAt: at('10:05') })
    line.clock.move({ minutes: 6 })
    await sweep()
    line.clock.move({ minutes: 5 })
    await sweep()
    expect(await read(off.id)).toMatchObject({ brokenWhy: 'snoozed' })
    expect(await read(poor.id)).toMatchObject({ brokenWhy: 'money' })
    expect(await read(back.id)).toMatchObject({ brokenWhy: 'queueTooLong' })
    const whys = [off, poor].map(async ({ id }) => (await chain(id)).find((one) => one.startsWith('broken')))
    expect(await Promise.all(whys)).toEqual([
      'broken: the promise was not kept: one of us had put it off until its end',
      'broken: the promise was not kept: the money for calls was used up',
    ])
    const rows = await readFigures(line.database.prisma, { from: at('00:00'), to: at('20:00') }, now())
    expect(rows.map(({ source, broken, brokenWhys }) => ({ source, broken, brokenWhys }))).toEqual(
      ['all', 'web'].map((source) => ({ source, broken: 3, brokenWhys: { snoozed: 1, money: 1, queueTooLong: 1 } })),
    )
  })

  it('is broken without a word when one of us was rung in time and said yes too late: he is being called already', async () => {
    const { id } = await ask('09:00', '10:00', { isAsap: true })
    await sweep()
    line.clock.move({ minutes: 59 })
    const held = await read(id)
    const start = { personId: ada, phone: '+4930111111', language: 'en', why: 'test', at: now() }
    const started = await line.database.prisma.$transaction((tx) => startAttempt(tx, held, start))
    line.clock.move({ minutes: 2 })
    await sweep()
    expect(await read(id)).toMatchObject({ state: 'offering', brokenAt: null })
    if (started.kind !== 'started') throw new Error(started.kind)
    await line.database.prisma.$transaction(async (tx) => callCustomer(tx, await read(id), started.attempt, now()))
    await sweep()
    expect(await read(id)).toMatchObject({ state: 'calling', brokenAt: at('10:01'), brokenWhy: 'queueTooLong' })
    expect(await texts()).toHaveLength(1)
  })

  it('is kept by a try within it, whatever comes of that', async () => {
    const { id } = await ask('09:00', '10:00')
    await line.database.prisma.callback.update({ where: { id }, data: { firstTryAt: at('09:30') } })
    line.clock.move({ minutes: 61 })
    await sweep()
    expect(await read(id)).toMatchObject({ brokenAt: null })
  })
})

describe('when cover ends', () => {
  it('whoever was not dialled is told at once, keeps his place, and counts as broken', async () => {
    line.clock.move({ minutes: 6 * 60 + 40 }) // 16:40
    const { id, placeAt } = await ask('15:40', '16:00', { isAsap: true })
    await sweep()
    line.clock.move({ minutes: 20 })
    await sweep()
    expect(await read(id)).toMatchObject({ state: 'waiting', placeAt, brokenAt: at('16:00'), brokenWhy: 'coverEnded' })
    expect((await texts())[1]).toMatch(/we did not manage to call you by today 17:00\. You keep your place.*tomorrow 09:00-10:00/)
    // In the evening nobody rings him, though somebody is there.
    await roster.shift(ada, '2026-03-02T19:00:00Z', '2026-03-02T23:00:00Z')
    line.clock.move({ minutes: 4 * 60 })
    const held = await read(id)
    const put = await line.database.prisma.$transaction((tx) =>
      startAttempt(tx, held, { personId: ada, phone: '+4930111111', language: 'en', why: 'test', at: now() }),
    )
    expect(put).toEqual({ kind: 'putOff' })
    await sweep()
    line.clock.move({ minutes: 11 * 60 }) // 08:00 in Berlin, and nobody is there before nine
    await sweep()
    expect(await read(id)).toMatchObject({ state: 'snoozed' })
    line.clock.move({ minutes: 60 })
    await sweep()
    expect(await read(id)).toMatchObject({ state: 'waiting', placeAt })
  })

  it('earlier than it was planned, nobody waits for the end of his window to hear it; who is only away may come back', async () => {
    const { id } = await ask('09:00', '11:00', { isAsap: true })
    await sweep()
    line.clock.move({ minutes: 10 })
    await changePresence(line.database.pool, ada, 'away', 'page', now())
    await sweep()
    expect(await read(id)).toMatchObject({ state: 'waiting', atRiskAt: at('09:10'), brokenAt: null })
    await changePresence(line.database.pool, ada, 'ready', 'page', now())
    await sweep()
    expect(await read(id)).toMatchObject({ atRiskAt: null })
    await changePresence(line.database.pool, ada, 'away', 'page', now())
    line.clock.move({ minutes: 110 })
    await sweep()
    expect(await read(id)).toMatchObject({ brokenAt: at('11:00'), brokenWhy: 'nobodyThere' })

    const late = await ask('11:00', '13:00', { isAsap: true })
    const leave = { id: randomUUID(), personId: ada, kind: 'sick', fromAt: now(), toAt: at('20:00'), createdAt: now() }
    await line.database.prisma.leave.create({ data: leave })
    await sweep()
    expect(await read(late.id)).toMatchObject({ brokenAt: at('11:00'), brokenWhy: 'noCover' })
  })
})

describe('what was promised is compared with the roster', () => {
  it('a sick call of the only person: new times are offered within a minute, once, before we are late; another who steps in puts it right', async () => {
    const promised = [await ask('12:00', '13:00'), await ask('13:00', '14:00', { language: 'ru' })]
    const look = aSweep()
    await look()
    expect(await texts()).toHaveLength(2)
    line.clock.move({ minutes: 1 })
    const sick = { id: randomUUID(), personId: ada, kind: 'sick', fromAt: now(), toAt: new Date('2026-03-03T00:00:00Z'), createdAt: now() }
    await line.database.prisma.leave.create({ data: sick })
    await look()
    const told = (await texts()).slice(2)
    const [english, russian] = [told.find((text) => text.includes('we said')), told.find((text) => text.includes('обещали'))]
    expect(english).toMatch(
      /^Havel Heating: we said that we call you today 13:00-14:00, and may not manage it; .* Choose another time \(tomorrow 09:00-10:00, .*\): https/,
    )
    expect(russian).toMatch(/можем не успеть/)
    for (const { id } of promised) expect(await read(id)).toMatchObject({ state: 'scheduled', atRiskAt: now(), brokenAt: null })
    line.clock.move({ minutes: 1 })
    await Promise.all([look(), aSweep()()])
    expect(await texts()).toHaveLength(4)

    const eve = await roster.person('Eve', { phone: '+4930222222', speaks: ['en'] })
    await roster.shift(eve, '2026-03-02T10:00:00Z', '2026-03-02T16:00:00Z')
    await look()
    expect(await read(promised[0]?.id ?? '')).toMatchObject({ atRiskAt: null })
    expect(await read(promised[1]?.id ?? '')).toMatchObject({ atRiskAt: expect.any(Date) as Date })
    expect(await texts()).toHaveLength(4)
  })

  it('in the night nobody is woken for it: he reads it in the morning', async () => {
    const { id } = await ask('12:00', '13:00', { window: { from: new Date('2026-03-03T12:00:00Z'), to: new Date('2026-03-03T13:00:00Z') } })
    await sweep()
    line.clock.move({ minutes: 16 * 60 }) // 02:00 in Berlin
    await line.database.prisma.shift.deleteMany({ where: { personId: ada } })
    await sweep()
    expect(await read(id)).toMatchObject({ atRiskAt: null })
    line.clock.move({ minutes: 6 * 60 })
    await sweep()
    expect(await read(id)).toMatchObject({ atRiskAt: now() })
  })

  it('a withdrawn shift, and a shorter one: those who asked last are warned', async () => {
    const all: { id: string }[] = []
    for (let n = 0; n < 5; n += 1) {
      line.clock.move({ seconds: 1 })
      all.push(await ask('15:00', '16:00'))
    }
    await sweep()
    const leave = { id: randomUUID(), personId: ada, kind: 'leave', fromAt: at('15:20'), toAt: at('17:00'), createdAt: now() }
    await line.database.prisma.leave.create({ data: leave })
    await sweep()
    const warned = async () => (await Promise.all(all.map(async ({ id }) => (await read(id)).atRiskAt !== null))).filter(Boolean)
    expect(await warned()).toHaveLength(2) // three of six minutes each fit into twenty
    const goesAt = async (time: string) => {
      await line.database.prisma.leave.update({ where: { id: leave.id }, data: { fromAt: at(time) } })
      await sweep()
    }
    await goesAt('15:25')
    expect(await warned()).toHaveLength(2) // four fit, but only just: the warning stands
    await goesAt('15:27')
    expect(await warned()).toHaveLength(1)
    await goesAt('15:25')
    expect(await warned()).toHaveLength(1) // nor is anybody warned again while it just fits
    await goesAt('15:20')
    await line.database.prisma.shift.deleteMany({ where: { personId: ada, startsAt: { lt: at('12:00') } } })
    await sweep()
    for (const { id } of all) expect((await read(id)).atRiskAt).not.toBeNull()
  })
})

describe('rests and snoozes', () => {
  it('end at the time that was set, at the same place', async () => {
    const { id, placeAt } = await ask('09:00', '11:00', { isAsap: true })
    await change(id, 'snoozed', at('09:30'))
    line.clock.move({ minutes: 29 })
    await sweep()
    expect(await read(id)).toMatchObject({ state: 'snoozed' })
    line.clock.move({ minutes: 1 })
    await sweep()
    expect(await read(id)).toMatchObject({ state: 'waiting', placeAt, nextAt: at('11:00') })
  })

  it('go on until somebody is there and he may be called', async () => {
    const { id } = await ask('09:00', '11:00', { isAsap: true, zone: 'America/New_York' })
    await change(id, 'snoozed', at('16:30'))
    line.clock.move({ minutes: 7 * 60 + 30 })
    await sweep()
    // Ada comes at nine, three in the night where he is: eight in New York is 13:00 UTC.
    expect(await read(id)).toMatchObject({ state: 'snoozed', nextAt: new Date('2026-03-03T13:00:00Z') })
    line.clock.move({ minutes: 20 * 60 + 30 })
    await sweep()
    expect(await read(id)).toMatchObject({ state: 'waiting' })
  })
})

describe('by which way he is told', () => {
  it('a code that does not come back: nothing, and it expires', async () => {
    const { id } = await ask('12:00', '13:00', { isUnverified: true })
    line.clock.move({ minutes: 10 })
    await sweep()
    expect(await read(id)).toMatchObject({ state: 'expired', endWhy: 'codeLate' })
    expect(await texts()).toEqual([])
  })

  it('a landline: by e-mail, else it is left to whoever owns his case', async () => {
    const landline = { number: '+493012345601', isAsap: true } as const
    const mailed = await ask('09:00', '10:00', { ...landline, email: 'kim@example.org' })
    const mute = await ask('09:00', '10:00', { ...landline, number: '+493012345602' })
    await sweep()
    line.clock.move({ minutes: 61 })
    await sweep()
    expect(await texts()).toEqual([])
    const mails = await line.database.prisma.emailMessage.findMany({ orderBy: { id: 'asc' } })
    expect(mails.map(({ to, subject }) => `${to} ${subject}`).sort()).toEqual([
      'kim@example.org Havel Heating: we are sorry',
      'kim@example.org Havel Heating: we call you',
    ])
    expect(await chain(mute.id)).toContain('note: he cannot be told (broken): there is no way to him but a call')
    const notices = await line.database.prisma.notice.findMany({ where: { kind: 'undelivered' } })
    expect(notices).toHaveLength(1)
    expect((notices[0]?.body as { case: string }).case).toBe((await read(mute.id)).case?.number)
    expect((await read(mailed.id)).case).not.toBeNull()
  })

  it('a text that comes back goes by e-mail, once; without money none is sent', async () => {
    const { id } = await ask('12:00', '13:00', { email: 'kim@example.org' })
    await sweep()
    await line.database.prisma.textMessage.updateMany({ data: { state: 'undelivered', updatedAt: now() } })
    await sweep()
    await sweep()
    expect(await line.database.prisma.emailMessage.findMany()).toMatchObject([{ to: 'kim@example.org' }])
    expect((await chain(id)).filter((one) => one.startsWith('note'))).toEqual(['note: a text to him came back'])
    hasMoney = false
    const poor = await ask('13:00', '14:00', { email: 'poor@example.org' })
    await sweep()
    expect(await texts()).toHaveLength(1)
    expect(await line.database.prisma.emailMessage.count({ where: { to: 'poor@example.org' } })).toBe(1)
    expect((await read(poor.id)).confirmedAt).toEqual(now())
  })

  it('what we take back is told once, to whoever was told that we call; what he, abuse or a solved case has ended is not', async () => {
    const ends = (id: string, endWhy: string) =>
      line.database.prisma.$transaction(async (tx) => {
        const held = await holdCallback(tx, id)
        if (held) await cancelCallback(tx, held, { at: now(), why: 'test', endWhy })
      })
    const confirmed = []
    for (const source of ['web', 'web', 'ivr', 'keyed', 'callNow', 'web', 'web', 'web'] as const) confirmed.push((await ask('12:00', '13:00', { source })).id)
    await sweep()
    const late = await ask('12:00', '13:00', { language: 'ru' })
    const whys = ['byUs', 'closed', 'byUs', 'byUs', 'byUs', 'asked', 'blocked', 'solved']
    for (const [n, id] of confirmed.entries()) await ends(id, whys[n] ?? '')
    await ends(late.id, 'byUs')
    await Promise.all([aSweep()(), aSweep()()])
    await sweep()
    const gone = 'Havel Heating: the call that we promised you (today 13:00-14:00) is cancelled, we do not call you. If you still need us, call us.'
    expect((await texts()).filter((text) => /cancelled|отмен.н/.test(text))).toEqual([gone, gone, gone])
    const told = await line.database.prisma.textMessage.findMany({ where: { text: gone } })
    const numbers = await Promise.all(confirmed.slice(0, 3).map(async (id) => (await read(id)).number))
    expect(told.map(({ to }) => to).sort()).toEqual(numbers)
    expect((await chain(confirmed[0] ?? '')).at(-1)).toBe('told: he was told (cancelled)')
  })

  it('in the night nobody is woken for a move or for what we take back, unless he waits for us before the morning', async () => {
    const night = (hour: string) => new Date(`2026-03-03T${hour}:00Z`)
    const tomorrow = { from: night('09:00'), to: night('10:00') }
    const [moved, gone] = [await ask('12:00', '13:00', { window: tomorrow }), await ask('12:00', '13:00', { window: tomorrow })]
    const soon = { window: { from: night('02:00'), to: night('03:00') } }
    const [early, late] = [await ask('12:00', '13:00', soon), await ask('12:00', '13:00', soon)]
    await sweep()
    const before = (await texts()).length
    line.clock.move({ minutes: 16 * 60 }) // 02:00 in Berlin
    await line.database.prisma.$transaction(async (tx) => {
      const hold = async ({ id }: { id: string }) => (await holdCallback(tx, id)) ?? expect.fail()
      const window = { from: night('12:00'), to: night('13:00') }
      for (const one of [moved, late])
        await moveCallback(tx, await hold(one), { window, isAsap: false }, { at: now(), why: 'one of us has moved it', reason: 'a full desk' })
      for (const one of [gone, early]) await cancelCallback(tx, await hold(one), { at: now(), why: 'test', endWhy: 'byUs' })
    })
    await sweep()
    // Who waits for us at three knows nothing of a window at one yet.
    const inTheNight = (await texts()).slice(before).sort()
    expect(inTheNight).toEqual([expect.stringContaining('(today 03:00-04:00) is cancelled'), expect.stringContaining('a new time for your call')])
    line.clock.move({ minutes: 6 * 60 }) // 08:00
    await sweep()
    await sweep()
    const inTheMorning = (await texts()).slice(before + 2).sort()
    expect(inTheMorning).toEqual([expect.stringContaining('(today 10:00-11:00) is cancelled'), expect.stringContaining('a new time for your call')])
  })

  const on3rd = (from: string, to: string) => ({ from: new Date(`2026-03-03T${from}:00Z`), to: new Date(`2026-03-03T${to}:00Z`) })
  const change3rd = async (id: string, work: (tx: Transaction, held: Callback) => Promise<unknown>) =>
    line.database.prisma.$transaction(async (tx) => work(tx, (await holdCallback(tx, id)) ?? expect.fail()))
  const moves = (id: string, window: { from: Date; to: Date }, reason: string | undefined = 'a full desk') =>
    change3rd(id, (tx, held) => moveCallback(tx, held, { window, isAsap: false }, { at: now(), why: 'test', ...(reason !== '' && { reason }) }))
  const cancels = (id: string) => change3rd(id, (tx, held) => cancelCallback(tx, held, { at: now(), why: 'test', endWhy: 'byUs' }))
  const newTexts = async (before: number) => (await texts()).slice(before).sort()

  it('what he was not told of he does not read about: a cancellation names the window that he knows, and nobody who has asked anew hears of the old one', async () => {
    const [moved, again] = [await ask('12:00', '13:00', { window: on3rd('09:00', '10:00') }), await ask('12:00', '13:00', { window: on3rd('09:00', '10:00') })]
    await sweep()
    const before = (await texts()).length
    line.clock.move({ minutes: 16 * 60 }) // 02:00 in Berlin
    await moves(moved.id, on3rd('12:00', '13:00'))
    await sweep()
    line.clock.move({ minutes: 10 })
    for (const { id } of [moved, again]) await cancels(id)
    await ask('12:00', '13:00', { number: again.number, window: on3rd('09:00', '10:00') })
    await sweep()
    expect(await newTexts(before)).toEqual([expect.stringContaining('10:00-11:00')])
    line.clock.move({ minutes: 6 * 60 })
    await sweep()
    expect(await newTexts(before + 1)).toEqual([expect.stringContaining('(today 10:00-11:00) is cancelled')])
  })

  it('a time that he has chosen himself is no news, and one of ours is not reminded of as well', async () => {
    const [his, ours] = [await ask('12:00', '13:00', { window: on3rd('09:00', '10:00') }), await ask('12:00', '13:00', { window: on3rd('12:00', '13:00') })]
    await sweep()
    const before = (await texts()).length
    line.clock.move({ minutes: 16 * 60 })
    await moves(his.id, on3rd('12:00', '13:00'))
    await moves(ours.id, on3rd('08:00', '09:00'))
    line.clock.move({ minutes: 60 })
    await moves(his.id, on3rd('14:00', '15:00'), '')
    await sweep()
    expect(await newTexts(before)).toEqual([])
    line.clock.move({ minutes: 5 * 60 })
    await sweep()
    await sweep()
    expect(await newTexts(before)).toEqual([expect.stringMatching(/new time for your call.*today 09:00-10:00/)])
  })

  it('moved and moved back he is told of each; two who have found the same confirmation send one', async () => {
    const { id } = await ask('12:00', '13:00')
    const notices = { hasMail: true, textLimits: TEXT_LIMITS, linkOf: (token: string) => token, reserve: async () => hasMoney }
    const confirms = () => line.database.prisma.$transaction((tx) => perform(tx, 'confirm', id, now(), { know: () => expect.fail(), notices }))
    await confirms()
    await confirms()
    expect(await texts()).toHaveLength(1)
    for (const [from, to] of [
      ['13:00', '14:00'],
      ['14:00', '15:00'],
      ['13:00', '14:00'],
    ] as const) {
      line.clock.move({ minutes: 1 })
      await moves(id, { from: at(from), to: at(to) })
      await sweep()
      await sweep()
    }
    expect((await texts()).slice(1)).toEqual(
      ['14:00-15:00', '15:00-16:00', '14:00-15:00'].map((window) => expect.stringContaining(`today ${window}`) as string),
    )
  })

  it('who did not ask for it, and who gave up on the line, is told nothing', async () => {
    await ask('09:00', '09:30', { source: 'abandoned', isAsap: true })
    await ask('09:00', '09:30', { source: 'callNow', isAsap: true })
    line.clock.move({ minutes: 31 })
    await sweep()
    expect(await texts()).toEqual([])
  })
})

it('many whose windows begin at once are all begun, in the order of their places, by two who look at once', async () => {
  const count = Number(process.env['PROOF_COUNT'] ?? 40)
  await line.database.pool.query(
    `with b as (
       insert into callback (id, number, language, requested_at, due_at, state, source, zone, is_asap, window_from, place_at, same_key, next_at, confirmed_at, reminded_at)
       select gen_random_uuid(), '+49176' || (1000000 + n), 'en', $1, '2026-03-02T13:00:00Z', 'scheduled', 'web', 'Europe/Berlin', false, '2026-03-02T12:00:00Z',
              '2026-03-02T12:00:00Z'::timestamptz - make_interval(secs => n), 'k' || n, '2026-03-02T12:00:00Z', $1, $1 from generate_series(1, $2::int) n returning id)
     insert into callback_event (callback_id, at, kind, to_state, why) select id, $1, 'state', 'scheduled', 'test' from b`,
    [now(), count],
  )
  line.clock.move({ minutes: 180 })
  const begin = performance.now()
  await Promise.all([aSweep()(), aSweep()()])
  const seconds = (performance.now() - begin) / 1_000
  if (count > 40) console.log(`${count} windows begun in ${seconds.toFixed(1)} s`)
  expect(faults).toEqual([])
  expect(await line.database.prisma.callback.count({ where: { state: 'waiting', caseId: { not: null } } })).toBe(count)
  expect(await line.database.prisma.callbackEvent.count({ where: { toState: 'waiting' } })).toBe(count)
  expect(await line.database.prisma.case.count()).toBe(count)
}, 900_000)

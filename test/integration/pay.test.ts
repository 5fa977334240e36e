import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PayMonthView, PayStatementView } from '../../services/schemas/pay.ts'
import type { Role } from '../../services/schemas/people.ts'
import { payWatch } from '../../services/shifts/pay/sweep/service.ts'
import type { Browser } from '../support/access.ts'
import { liveCase } from '../support/case-lives.ts'
import { aCallRow, aLeg } from '../support/call-rows.ts'
import { rosterServer, type RosterServer } from '../support/roster-server.ts'

/** It is Monday, 2026-03-02, 10:00 in Berlin, until a test moves the clock. Each person works in what one test is about. */
let line: RosterServer
type Someone = Browser & { id: string }
let payroll: Someone
let chef: Someone
const people: Record<string, Someone> = {}
const ZONE = 'Europe/Berlin'
const PACK = {
  id: 'quarter',
  name: { en: 'A quarter at night', ru: 'Четверть за ночь' },
  validFrom: '2020-01-01',
  asOf: '2026-01-01',
  stacking: 'additive',
  note: '',
}
const NIGHT = {
  id: 'night',
  name: { en: 'Night', ru: 'Ночь' },
  window: { kind: 'daily', from: '22:00', to: '06:00' },
  group: 'night',
  source: 'House',
  totals: 'night',
}

const at = (wall: string): string => DateTime.fromISO(wall, { zone: ZONE }).toUTC().toISO() ?? ''
const codeOf = ({ status, body }: { status: number; body: { code?: string } }): string => `${status} ${body.code ?? ''}`.trim()
const someone = (name: string): Someone => people[name] as Someone

async function hire(name: string, { hourlyRate = 3_100, role = 'agent' as Role, payPack = 'quarter', onCallRate = 500 } = {}): Promise<Someone> {
  const made = await line.someone(role, name, line.ids.front)
  people[name] = made
  const contract = { pack: 'plain', weeklyMinutes: 2_400, hourlyRate, currency: 'EUR', payPack, onCallRate }
  await line.prisma.contract.create({ data: { personId: made.id, validFrom: new Date('2026-01-01'), ...contract } })
  return made
}
const shift = (name: string, from: string, to: string, kind: 'desk' | 'onCall' = 'desk'): Promise<string> =>
  line.addShift({ personId: someone(name).id, from: at(from), to: at(to), kind })
/** From 22:00 to 06:00 on each of these evenings. */
async function nights(name: string, dates: readonly string[]): Promise<void> {
  for (const date of dates) await shift(name, `${date}T22:00`, `${DateTime.fromISO(date).plus({ days: 1 }).toISODate()}T06:00`)
}
const statement = async (name: string, month: string, language = 'en'): Promise<PayStatementView> =>
  (await payroll.ask('GET', `/api/pay/months/${month}/people/${someone(name).id}?language=${language}`)).body as PayStatementView
const rowOf = async (name: string, month: string): Promise<PayMonthView['rows'][number] | undefined> =>
  ((await payroll.ask('GET', `/api/pay/months/${month}`)).body as PayMonthView).rows.find(({ id }) => id === someone(name).id)
async function call(name: string, from: string, to: string): Promise<string> {
  const sid = await aCallRow(line.prisma, { at: new Date(at(from)), endedAt: new Date(at(to)), status: 'completed' })
  await aLeg(line.prisma, sid, {
    number: '+49301',
    personId: someone(name).id,
    startedAt: new Date(at(from)),
    acceptedAt: new Date(at(from)),
    endedAt: new Date(at(to)),
  })
  return sid
}
/** He was called because of an urgent case. */
async function wake(name: string, from: string, to: string, state: string): Promise<void> {
  const [startedAt, endedAt] = [new Date(at(from)), new Date(at(to))]
  const callSid = await aCallRow(line.prisma, { at: startedAt })
  const custody = { person: line.boss.id, level: line.ids.front, from: at(from), to: null, how: 'born' } as const
  const { id: caseId } = await liveCase(line.database, { opened: at(from), custodies: [custody] })
  const waking = {
    callSid,
    caseId,
    number: '+493023125250',
    ourNumber: '+493023125100',
    language: 'en',
    ringSeconds: 20,
    startedAt,
    untilAt: endedAt,
    dueAt: endedAt,
    state: 'nobody',
  }
  await line.prisma.wake.create({ data: { id: randomUUID(), ...waking } })
  const { id: wakeId } = await line.prisma.wake.findUniqueOrThrow({ where: { callSid } })
  await line.prisma.wakeAttempt.create({
    data: { id: randomUUID(), wakeId, n: 1, personId: someone(name).id, why: 'on call', phone: '+493023125251', state, startedAt, endedAt },
  })
}
async function noticesOf(who: { ask: Browser['ask'] }, kind: string): Promise<unknown[]> {
  const { body } = await who.ask('GET', '/api/me/notices')
  return (body as { kind: string; body: unknown }[]).filter((one) => one.kind === kind).map((one) => one.body)
}
const sweep = (): Promise<void> => payWatch({ database: line.database, clock: line.clock }).sweep()

beforeAll(async () => {
  line = await rosterServer()
  payroll = await line.someone('payroll', 'Jonas')
  chef = await line.someone('supervisor', 'Sue', line.ids.front)
  expect(codeOf(await payroll.ask('PUT', '/api/pay/packs/quarter', { ...PACK, rules: [{ ...NIGHT, permille: 250 }] }))).toBe('200')
})
afterAll(() => line.close())

describe('a month of nights', () => {
  const everyOther = (month: string, first: number, count = 8): string[] =>
    Array.from({ length: count }, (_, n) => `${month}-${String(first + 2 * n).padStart(2, '0')}`)

  beforeAll(async () => {
    await hire('Ada')
    await nights('Ada', everyOther('2026-02', 1))
    await nights('Ada', everyOther('2026-03', 14))
    await nights('Ada', everyOther('2026-10', 10))
  })

  it('is 496.00 of premiums; 488.25 and 503.75 where the clocks change', async () => {
    expect(await statement('Ada', '2026-02')).toMatchObject({
      ...{ planned: 3_840, worked: 3_840, night: 3_840, base: 198_400, premiums: 49_600, total: 248_000, currency: 'EUR', isClosed: false, problem: null },
      lines: [
        { rule: 'base', rate: 3_100, minutes: 3_840, amount: 198_400 },
        { rule: 'night', name: NIGHT.name, source: 'House', permille: 250, minutes: 3_840, amount: 49_600 },
      ],
    })
    expect(await statement('Ada', '2026-03')).toMatchObject({ planned: 3_780, worked: 3_780, night: 3_780, premiums: 48_825 })
    expect(await statement('Ada', '2026-10')).toMatchObject({ planned: 3_900, worked: 3_900, night: 3_900, premiums: 50_375 })
    const [piece] = (await statement('Ada', '2026-02')).pieces
    expect(piece).toMatchObject({ kind: 'desk', source: 'roster', fromAt: at('2026-02-01T22:00'), minutes: 480, breakMinutes: 0 })
    expect(piece?.segments.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(480)
  })

  it('stays 496.00 once it is closed, whatever rate and pack become, and the difference is paid later', async () => {
    expect(codeOf(await payroll.ask('POST', '/api/pay/months/2026-03/close'))).toBe('409 MONTH_NOT_OVER')
    expect(codeOf(await payroll.ask('POST', '/api/pay/corrections', { personId: someone('Ada').id, month: '2026-02', reason: 'early' }))).toBe('409 MONTH_OPEN')
    const closed = await payroll.ask('POST', '/api/pay/months/2026-02/close')
    expect(closed.body).toMatchObject({
      isClosed: true,
      closedBy: 'Jonas',
      closedAt: '2026-03-02T09:00:00.000Z',
      rows: [{ name: 'Ada', premiums: 49_600, differsBy: 0 }],
    })
    expect((await payroll.ask('POST', '/api/pay/months/2026-02/close')).body).toMatchObject({ code: 'MONTH_CLOSED' })
    expect(await line.prisma.notice.findMany({ where: { kind: 'pay' }, select: { personId: true, body: true } })).toEqual([
      { personId: someone('Ada').id, body: { month: '2026-02' } },
    ])
    await expect(line.prisma.payMonth.updateMany({ data: { month: '2026-01' } })).rejects.toThrow('Foreign key')

    await line.prisma.contract.updateMany({ where: { personId: someone('Ada').id }, data: { hourlyRate: 4_000 } })
    expect(codeOf(await payroll.ask('PUT', '/api/pay/packs/quarter', { ...PACK, validFrom: '2026-02-01', rules: [{ ...NIGHT, permille: 500 }] }))).toBe('200')
    const settled = await statement('Ada', '2026-02')
    expect(settled).toMatchObject({
      isClosed: true,
      base: 198_400,
      premiums: 49_600,
      total: 248_000,
      rates: [{ hourlyRate: 3_100 }],
      lines: [{}, { permille: 250 }],
    })
    const russian = await statement('Ada', '2026-02', 'ru')
    for (const [words, ...parts] of [
      [settled.words, '496.00 EUR', 'by the roster', 'agree to the last unit'],
      [russian.words, '496,00 EUR', 'основание: график', 'сходятся до последней единицы'],
    ] as const)
      for (const part of parts) expect(words.join('\n')).toContain(part)

    // 64 h at 40.00, and half of it at night: 3,840.00; 2,480.00 was paid.
    expect(await rowOf('Ada', '2026-02')).toMatchObject({ total: 248_000, differsBy: 136_000 })
    const correction = { personId: someone('Ada').id, month: '2026-02', reason: 'the new agreement holds from January' }
    expect((await payroll.ask('POST', '/api/pay/corrections', { ...correction, paidIn: '2026-02' })).body).toMatchObject({ code: 'MONTH_NOT_LATER' })
    expect((await payroll.ask('POST', '/api/pay/corrections', correction)).body).toMatchObject({
      amount: 136_000,
      paidIn: '2026-03',
      currency: 'EUR',
      createdBy: 'Jonas',
    })
    expect(codeOf(await payroll.ask('POST', '/api/pay/corrections', correction))).toBe('409 PAY_SAME')
    expect(await rowOf('Ada', '2026-02')).toMatchObject({ total: 248_000, differsBy: 0 })
    const march = await statement('Ada', '2026-03')
    expect(march).toMatchObject({ corrections: 136_000, total: march.base + march.premiums + 136_000, bookings: [{ month: '2026-02', amount: 136_000 }] })
    expect(march.words.join('\n')).toContain('Correction of 2026-02: 1360.00 EUR (the new agreement holds from January; booked by Jonas).')
    expect((await statement('Ada', '2026-02')).words.at(-1)).toContain('2026-02 was corrected later: 1360.00 EUR, paid with 2026-03')
  })

  it('is a table that German and Russian spreadsheets read, and in which nothing is a formula', async () => {
    await hire('=cmd|"x";1', { hourlyRate: 2_000 })
    await shift('=cmd|"x";1', '2026-09-08T21:30', '2026-09-09T06:00')
    const id = someone('=cmd|"x";1').id
    const csv = await payroll.ask('GET', '/api/pay/months/2026-09/csv?language=ru')
    expect(csv.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="pay-2026-09.csv"' })
    const lines = String(csv.body).split('\r\n')
    expect(lines[0]).toBe('\uFEFFМесяц;Сотрудник;Имя;Код;Начисление;Минуты;Часы;Ставка за час;Доплата, %;За час;Сумма;Валюта;Основание')
    expect(lines.filter((text) => text.includes(id))).toEqual([
      `2026-09;${id};"'=cmd|""x"";1";base;Отработанное время;510;8,5000;20,00;;;170,00;EUR;`,
      `2026-09;${id};"'=cmd|""x"";1";night;Ночь;480;8,0000;20,00;50,0;;80,00;EUR;House`,
    ])
    const german = await payroll.ask('GET', '/api/pay/months/2026-03/csv?language=de')
    expect(String(german.body)).toContain(';correction;Korrektur für 2026-02;;;;;;1360,00;EUR;the new agreement holds from January\r\n')
  })
})

describe('what was worked', () => {
  it('is the roster after swaps, less leave and unpaid breaks; over the end of the month it counts where it begins', async () => {
    await hire('Boris')
    await hire('Clara')
    const early = await shift('Boris', '2026-06-01T08:00', '2026-06-01T16:00')
    await line.prisma.shift.updateMany({
      where: { id: early },
      data: {
        breaks: [
          { from: at('2026-06-01T12:00'), to: at('2026-06-01T12:30'), isPaid: false },
          { from: at('2026-06-01T10:00'), to: at('2026-06-01T10:10'), isPaid: true },
        ],
      },
    })
    await line.prisma.override.create({
      data: {
        id: randomUUID(),
        kind: 'override',
        shiftId: early,
        personId: someone('Clara').id,
        fromAt: at('2026-06-01T14:00'),
        toAt: at('2026-06-01T16:00'),
        reason: 'ill',
        createdBy: 'Sue',
        createdAt: at('2026-06-01T13:00'),
      },
    })
    await shift('Boris', '2026-06-03T08:00', '2026-06-03T16:00')
    await line.prisma.leave.create({
      data: {
        id: randomUUID(),
        personId: someone('Boris').id,
        kind: 'sick',
        fromAt: at('2026-06-03T11:00'),
        toAt: at('2026-06-04T00:00'),
        createdAt: at('2026-06-03T11:00'),
      },
    })
    await shift('Boris', '2026-06-30T22:00', '2026-07-01T06:00')
    const june = await statement('Boris', '2026-06')
    expect(june.pieces.map(({ fromAt, toAt, minutes, source }) => [fromAt, toAt, minutes, source])).toEqual([
      [at('2026-06-01T08:00'), at('2026-06-01T14:00'), 330, 'roster'],
      [at('2026-06-03T08:00'), at('2026-06-03T11:00'), 180, 'roster'],
      [at('2026-06-30T22:00'), at('2026-07-01T06:00'), 480, 'roster'],
    ])
    expect(june).toMatchObject({ planned: 330 + 480 + 480, worked: 990, night: 480 })
    expect((await statement('Boris', '2026-07')).pieces).toEqual([])
    const clara = await statement('Clara', '2026-06')
    expect(clara.pieces).toMatchObject([{ minutes: 120, source: 'override' }])
    expect(JSON.stringify(clara)).not.toContain('ill"')
  })

  it('is on call what is left of standing by; calls and wakings are work, a begun minute counts', async () => {
    await hire('Dora')
    const duty = await shift('Dora', '2026-05-11T18:00', '2026-05-12T08:00', 'onCall')
    const first = await call('Dora', '2026-05-12T02:00:30', '2026-05-12T02:20:10')
    const second = await call('Dora', '2026-05-12T02:15:00', '2026-05-12T02:30:00')
    await wake('Dora', '2026-05-12T03:00:05', '2026-05-12T03:04', 'declined')
    await wake('Dora', '2026-05-12T04:00', '2026-05-12T04:01', 'noAnswer')
    const may = await statement('Dora', '2026-05')
    // Standing by 806 min at 5.00, active 34 min at 31.00: 67.166... and 17.566...
    expect(may).toMatchObject({ planned: 0, worked: 34, calledOut: 34, onCall: 840 - 34, night: 34, standingBy: 6_717, base: 1_757 })
    expect(may.total).toBe(6_717 + 1_757 + may.premiums)
    expect(may.pieces).toMatchObject([
      { kind: 'onCall', shiftId: duty, minutes: 806, breakMinutes: 34, source: 'roster' },
      { kind: 'callOut', fromAt: at('2026-05-12T02:00'), toAt: at('2026-05-12T02:30'), source: `call:${first} call:${second}` },
      { kind: 'callOut', fromAt: at('2026-05-12T03:00'), toAt: at('2026-05-12T03:04') },
    ])
    expect(may.pieces[2]?.source).toMatch(/^waking:CA/)
  })

  it('is a call after the planned end once somebody has accepted it; until then the month stays open', async () => {
    await hire('Emil')
    const desk = await shift('Emil', '2026-03-02T01:00', '2026-03-02T09:30')
    const sid = await call('Emil', '2026-03-02T09:20', '2026-03-02T09:37:20')
    await sweep()
    await sweep()
    const { workedTimes } = await statement('Emil', '2026-03')
    expect(workedTimes).toMatchObject([
      { shiftId: desk, effect: 'beside', source: 'talk', callSid: sid, state: 'proposed', fromAt: at('2026-03-02T09:30'), toAt: at('2026-03-02T09:38') },
    ])
    expect(await rowOf('Emil', '2026-03')).toMatchObject({ worked: 510, proposed: 1 })
    // Who decides hears of it once, he himself of what was decided.
    const when = { from: at('2026-03-02T09:30'), to: at('2026-03-02T09:38') }
    expect(await noticesOf(chef, 'workedAsked')).toEqual([{ name: 'Emil', ...when }])
    const url = `/api/pay/worked-times/${workedTimes[0]?.id ?? ''}/decision`
    expect(codeOf(await someone('Emil').ask('POST', url, { isAccepted: true }))).toBe('403 ROLE_NOT_ALLOWED')
    expect((await chef.ask('POST', url, { isAccepted: true })).body).toMatchObject({ state: 'accepted', decidedBy: 'Sue' })
    expect([await noticesOf(chef, 'workedAsked'), await noticesOf(someone('Emil'), 'workedAsked')]).toEqual([[], []])
    expect(await noticesOf(someone('Emil'), 'workedDecided')).toEqual([{ outcome: 'accepted', ...when }])
    expect(codeOf(await chef.ask('POST', url, { isAccepted: false }))).toBe('409 EDITED_MEANWHILE')
    expect(await statement('Emil', '2026-03')).toMatchObject({ worked: 518, planned: 510, pieces: [{}, { minutes: 8, source: `talk:${sid}` }] })
  })

  it('on call too: who is still on the phone when his duty ends is asked about', async () => {
    await hire('Frieda')
    const duty = await shift('Frieda', '2026-03-01T18:00', '2026-03-02T08:00', 'onCall')
    const sid = await call('Frieda', '2026-03-02T07:50', '2026-03-02T08:40')
    await sweep()
    const { workedTimes } = await statement('Frieda', '2026-03')
    expect(workedTimes).toMatchObject([{ shiftId: duty, effect: 'beside', callSid: sid, state: 'proposed', toAt: at('2026-03-02T08:40') }])
    await chef.ask('POST', `/api/pay/worked-times/${workedTimes[0]?.id ?? ''}/decision`, { isAccepted: true })
    expect(await statement('Frieda', '2026-03')).toMatchObject({ worked: 50, calledOut: 50, onCall: 830 })
  })

  it('is what somebody says with a reason, once another one has agreed', async () => {
    await hire('Fritz')
    const desk = await shift('Fritz', '2026-02-27T08:00', '2026-02-27T16:00')
    const given = {
      personId: someone('Fritz').id,
      shiftId: desk,
      effect: 'instead',
      fromAt: at('2026-02-27T08:30'),
      toAt: at('2026-02-27T17:00'),
      reason: 'the bus',
    }
    expect(codeOf(await someone('Clara').ask('POST', '/api/pay/worked-times', given))).toBe('403 ROLE_NOT_ALLOWED')
    const said = await someone('Fritz').ask('POST', '/api/pay/worked-times', given)
    expect(said).toMatchObject({ status: 201, body: { state: 'proposed', source: 'correction', createdBy: 'Fritz' } })
    const boss = { ...given, fromAt: at('2026-02-27T08:15'), reason: 'seen at 08:15' }
    expect((await chef.ask('POST', '/api/pay/worked-times', boss)).body).toMatchObject({ state: 'accepted' })
    expect((await chef.ask('POST', `/api/pay/worked-times/${said.body.id}/decision`, { isAccepted: true })).body).toMatchObject({ state: 'accepted' })
    const list = (await someone('Fritz').ask('GET', '/api/pay/worked-times?month=2026-02')).body as { state: string; reason: string }[]
    expect(list.map(({ state, reason }) => `${state}: ${reason}`).sort()).toEqual(['accepted: the bus', 'refused: seen at 08:15'])
    // February is closed: what he has worked differs by all of it.
    expect(await rowOf('Fritz', '2026-02')).toMatchObject({ isClosed: true, total: 0, differsBy: (3_100 * 510) / 60 })

    const chefs = { ...given, personId: chef.id, shiftId: null, effect: 'beside' }
    const { body } = await chef.ask('POST', '/api/pay/worked-times', chefs)
    expect(body).toMatchObject({ state: 'proposed' })
    expect([await noticesOf(chef, 'workedAsked'), await noticesOf(line.boss, 'workedAsked')]).toMatchObject([[], [{ name: 'Sue' }]])
    expect(codeOf(await chef.ask('POST', `/api/pay/worked-times/${body.id}/decision`, { isAccepted: true }))).toBe('403 OWN_TIME')

    const faulty = (more: object) => chef.ask('POST', '/api/pay/worked-times', { ...given, ...more })
    expect(codeOf(await faulty({ toAt: at('2026-03-02T17:00'), fromAt: at('2026-03-02T16:00') }))).toBe('400 OUTSIDE_SHIFT')
    expect(codeOf(await faulty({ shiftId: null, effect: 'beside', fromAt: at('2026-03-02T09:00'), toAt: at('2026-03-02T10:30') }))).toBe('400 TIME_NOT_OVER')
    expect(codeOf(await faulty({ shiftId: null }))).toBe('400 INVALID_INPUT')
    expect(codeOf(await faulty({ shiftId: randomUUID() }))).toBe('404 NOT_FOUND')
  })
})

describe('who sees what', () => {
  const asks = (id: string) =>
    [
      ['GET', '/api/pay/months/2026-02'],
      ['GET', '/api/pay/months/2026-02/csv'],
      ['GET', `/api/pay/months/2026-02/people/${id}`],
      ['POST', '/api/pay/months/2026-02/close'],
      ['POST', '/api/pay/corrections'],
      ['PUT', '/api/pay/packs/quarter'],
    ] as const

  it('own pay only; supervisors time, but no money', async () => {
    const ada = someone('Ada')
    expect((await ada.ask('GET', '/api/my-pay/2026-02')).body).toMatchObject({ person: { id: ada.id }, total: 248_000 })
    expect(codeOf(await ada.ask('GET', `/api/pay/months/2026-02/people/${ada.id}`))).toBe('200')
    for (const page of [someone('Clara'), chef, await line.someone('executive', 'Xenia')]) {
      for (const [method, url] of asks(ada.id)) {
        const body = url.endsWith('corrections')
          ? { personId: ada.id, month: '2026-02', reason: 'x' }
          : url.endsWith('quarter')
            ? { ...PACK, rules: [] }
            : undefined
        expect([url, codeOf(await page.ask(method, url, body))]).toEqual([url, '403 ROLE_NOT_ALLOWED'])
      }
    }
    const list = (await someone('Clara').ask('GET', '/api/pay/worked-times')).body
    expect(list).toEqual([])
    expect(codeOf(await someone('Clara').ask('GET', `/api/pay/worked-times?personId=${ada.id}`))).toBe('403 ROLE_NOT_ALLOWED')
    for (const url of [`/api/pay/months/2026-02/people/${randomUUID()}`]) expect(codeOf(await payroll.ask('GET', url))).toBe('404 NOT_FOUND')
  })

  it('what a draft costs: the pay office by rate, who plans at the mean rate of the house', async () => {
    await line.addShift({ personId: someone('Clara').id, from: at('2026-11-03T22:00'), to: at('2026-11-04T06:00'), plan: 'draft' })
    await line.prisma.contract.updateMany({ where: { personId: someone('Clara').id }, data: { hourlyRate: 1_000 } })
    const url = '/api/pay/preview?from=2026-11-01&to=2026-12-01'
    const own = await payroll.ask('GET', url)
    expect(own.body).toMatchObject({ rates: 'own', people: [{ name: 'Clara', worked: 480, night: 480, premiums: 4_000, total: 12_000 }] })
    expect(own.body.totals).toEqual([{ currency: 'EUR', base: 8_000, premiums: 4_000, total: 12_000, nowPremiums: 0, nowTotal: 0 }])
    const rows = await line.prisma.contract.findMany()
    const mean = Math.round(rows.reduce((sum, { hourlyRate }) => sum + (hourlyRate ?? 0), 0) / rows.length)
    expect((await chef.ask('GET', url)).body).toMatchObject({ rates: 'mean', totals: [{ base: 8 * mean, premiums: 4 * mean }] })
    expect(codeOf(await someone('Clara').ask('GET', url))).toBe('403 ROLE_NOT_ALLOWED')
  })
})

it('refuses packs that cannot be: two rules of one name, a premium on nothing, a window that is none, the same day again', async () => {
  const put = (more: object) => payroll.ask('PUT', '/api/pay/packs/odd', { ...PACK, id: 'odd', ...more })
  for (const rules of [
    [NIGHT, NIGHT],
    [{ ...NIGHT, on: ['sunday'] }],
    [{ ...NIGHT, id: 'base' }],
    [{ ...NIGHT, window: { kind: 'daily', from: '22:00' } }],
    [{ ...NIGHT, window: { kind: 'moon' } }],
    [{ ...NIGHT, permille: 1, perHour: 1 }],
  ])
    expect(codeOf(await put({ rules }))).toBe('400 INVALID_INPUT')
  expect(codeOf(await put({ rules: [NIGHT] }))).toBe('200')
  expect(codeOf(await put({ rules: [] }))).toBe('409 ALREADY_EXISTS')
  expect(((await payroll.ask('GET', '/api/pay/packs')).body as { id: string }[]).map(({ id }) => id)).toContain('odd')
})

it('is closed once nothing is open and everybody has a contract', async () => {
  const gustav = await line.someone('agent', 'Gustav', line.ids.front)
  people['Gustav'] = gustav
  await shift('Gustav', '2026-03-04T08:00', '2026-03-04T16:00')
  await shift('Gustav', '2026-03-15T22:00', '2026-03-16T06:00')
  const emil = await shift('Emil', '2026-03-31T22:00', '2026-04-01T06:00')
  line.clock.move({ days: 30, minutes: -9 * 60 })
  expect(line.clock.now().toISO()).toBe('2026-04-01T00:00:00.000Z')
  expect((await payroll.ask('POST', '/api/pay/months/2026-03/close')).body).toMatchObject({ code: 'MONTH_NOT_OVER', values: { from: at('2026-04-01T06:00') } })
  line.clock.move({ days: 1 })
  payroll = await line.someone('payroll', 'Jonas') // a session lasts 30 days
  chef = await line.someone('supervisor', 'Sue')
  // The sweep was asleep: closing looks by itself.
  await call('Emil', '2026-04-01T05:50', '2026-04-01T06:10')
  const closing = await payroll.ask('POST', '/api/pay/months/2026-03/close')
  expect(closing.body).toMatchObject({ code: 'PAY_NOT_READY', values: { month: '2026-03', waiting: 'Emil', unclear: 'Gustav' } })
  expect(await rowOf('Gustav', '2026-03')).toMatchObject({ worked: 960, total: 0, problem: 'noContract', problemFrom: '2026-03-04' })
  // His night of the 31st ends under a contract that names no rate: it does not go on at the old one.
  const unrated = { personId: someone('Emil').id, validFrom: new Date('2026-04-01'), pack: 'plain', weeklyMinutes: 0 }
  await line.prisma.contract.create({ data: unrated })
  expect(await rowOf('Emil', '2026-03')).toMatchObject({ problem: 'noRate', problemFrom: '2026-04-01' })
  await line.prisma.contract.deleteMany({ where: unrated })
  const { workedTimes } = await statement('Emil', '2026-03')
  const talk = workedTimes.find(({ shiftId, state }) => shiftId === emil && state === 'proposed')
  expect(talk).toMatchObject({ fromAt: at('2026-04-01T06:00'), toAt: at('2026-04-01T06:10') })
  await chef.ask('POST', `/api/pay/worked-times/${talk?.id ?? ''}/decision`, { isAccepted: false, reason: 'not asked for' })
  const terms = { personId: gustav.id, pack: 'plain', weeklyMinutes: 0, payPack: 'quarter' }
  await line.prisma.contract.createMany({
    data: [
      { ...terms, validFrom: new Date('2026-03-01'), hourlyRate: 2_000, currency: 'EUR' },
      { ...terms, validFrom: new Date('2026-03-16'), hourlyRate: 3_000, currency: 'CHF' },
    ],
  })
  const both = await Promise.all([1, 2].map(() => payroll.ask('POST', '/api/pay/months/2026-03/close')))
  expect(both.map(codeOf).sort()).toEqual(['200', '409 MONTH_CLOSED'])
  // His contract went over to francs at the midnight of a night: each currency by itself, on paper, in words and in what is corrected later.
  const euros = { currency: 'EUR', base: 20_000, premiums: 2_000, total: 22_000 }
  const francs = { currency: 'CHF', base: 18_000, premiums: 9_000, total: 27_000 }
  expect(await rowOf('Gustav', '2026-03')).toMatchObject({ isClosed: true, worked: 960, ...francs, differsBy: 0, others: [{ ...euros, differsBy: 0 }] })
  const words = (await statement('Gustav', '2026-03')).words.join('\n')
  for (const sum of ['+ 90.00 CHF (Night) = 270.00 CHF.', '+ 20.00 EUR (Night) = 220.00 EUR.', 'agree to the last unit']) expect(words).toContain(sum)
  const rows = String((await payroll.ask('GET', '/api/pay/months/2026-03/csv')).body)
    .split('\r\n')
    .filter((text) => text.includes(gustav.id))
  expect(
    rows
      .map((text) =>
        text
          .split(';')
          .filter((_, n) => [3, 5, 10, 11].includes(n))
          .join(' '),
      )
      .sort(),
  ).toEqual([...['base 360 180,00 CHF', 'base 600 200,00 EUR', 'night 120 20,00 EUR', 'night 360 90,00 CHF']])
  await line.prisma.contract.updateMany({ where: { personId: gustav.id, currency: 'EUR' }, data: { hourlyRate: 2_200 } })
  expect(await rowOf('Gustav', '2026-03')).toMatchObject({ differsBy: 0, others: [{ currency: 'EUR', differsBy: 2_200 }] })
  const correction = { personId: gustav.id, month: '2026-03', reason: 'the rate of the winter' }
  expect(codeOf(await payroll.ask('POST', '/api/pay/corrections', { ...correction, currency: 'CHF' }))).toBe('409 PAY_SAME')
  expect((await payroll.ask('POST', '/api/pay/corrections', correction)).body).toMatchObject({ amount: 2_200, currency: 'EUR', paidIn: '2026-04' })
  expect(await rowOf('Gustav', '2026-03')).toMatchObject({ ...francs, others: [{ ...euros, differsBy: 0 }] })
  expect(await rowOf('Gustav', '2026-04')).toMatchObject({ currency: 'CHF', total: 0, others: [{ currency: 'EUR', corrections: 2_200, total: 2_200 }] })
  expect((await statement('Gustav', '2026-04')).words.join('\n')).toContain('With corrections: 0.00 EUR + 22.00 EUR = 22.00 EUR.')
  expect((await line.prisma.auditEntry.findMany({ where: { kind: { startsWith: 'pay.' } }, orderBy: { id: 'asc' } })).map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['pay.packAdded', 'pay.closed', 'pay.corrected']),
  )
})

describe('where the clock counts', () => {
  it('from signing in to signing out; away in between is none, who forgets to sign out ends as planned, and who never came is asked about', async () => {
    await line.prisma.ruleVersion.create({ data: { kind: 'pay', key: '', version: 1, body: { worked: 'clock' }, madeAt: new Date(), why: 'test' } })
    await hire('Hanna')
    const said = (state: string, from: string, to: string | null, via = 'page') =>
      line.prisma.presence.create({
        data: { id: randomUUID(), personId: someone('Hanna').id, state, fromAt: at(from), toAt: to === null ? null : at(to), via },
      })
    const first = await shift('Hanna', '2026-03-31T08:00', '2026-03-31T16:00')
    await said('ready', '2026-03-31T07:50:20', '2026-03-31T12:00')
    await said('away', '2026-03-31T12:00', '2026-03-31T12:40')
    await said('ready', '2026-03-31T12:40', '2026-03-31T14:00')
    // That he did not answer callbacks is no word of his.
    await said('away', '2026-03-31T14:00', '2026-03-31T14:30', 'unanswered')
    await said('ready', '2026-03-31T14:30', '2026-03-31T16:20')
    await said('away', '2026-03-31T16:20', '2026-04-01T09:00')
    const second = await shift('Hanna', '2026-04-01T08:00', '2026-04-01T16:00')
    await said('ready', '2026-04-01T09:00', null)
    const third = await shift('Hanna', '2026-04-02T00:30', '2026-04-02T01:30')
    line.clock.move({ minutes: 300 })
    await sweep()
    await sweep()
    const rows = await line.prisma.workedTime.findMany({ where: { personId: someone('Hanna').id }, orderBy: { startsAt: 'asc' } })
    expect(
      rows.map(({ shiftId, effect, state, startsAt, endsAt, breaks }) => [shiftId, effect, state, startsAt.toISOString(), endsAt.toISOString(), breaks]),
    ).toEqual([
      [first, 'instead', 'accepted', at('2026-03-31T07:50'), at('2026-03-31T16:20'), [{ from: at('2026-03-31T12:00'), to: at('2026-03-31T12:40') }]],
      [second, 'instead', 'accepted', at('2026-04-01T09:00'), at('2026-04-01T16:00'), []],
      [third, 'none', 'proposed', at('2026-04-02T00:30'), at('2026-04-02T01:30'), []],
    ])
    expect(await statement('Hanna', '2026-04')).toMatchObject({ planned: 540, worked: 480, pieces: [{ source: 'clock', minutes: 420 }, { source: 'roster' }] })
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DateTime } from 'luxon'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PublicAnswer, PublicStatus } from '../../services/schemas/callbacks.ts'
import { LINE, MARTA, startLine, type TestLine } from '../support/line.ts'
import { clockOf, noUnexpectedCalls, phone, timePasses, type Phone } from '../support/phones.ts'
import { emptyTheRoster, putOnShift } from '../support/rosters.ts'

const FLOW = `
flow: support
title: A line of callers
zone: Europe/Berlin
languages: [en, ru]
start: queue
steps:
  queue:
    do: queue
    level: 1
    maxHoldSeconds: 60
    callback: callMe
    onFailed: message
  callMe:
    do: callback
    next: called
    onNoNumber: message
  called:
    do: say
    prompt:
      - { en: 'You have asked us already, {{callback.earlier}}.', ru: 'Вы уже просили {{callback.earlier}}.' }
      - { en: 'We call you back {{callback.by}}.', ru: 'Мы перезвоним {{callback.by}}.' }
    next: bye
  message:
    do: voicemail
    prompt: { en: Leave a message., ru: Оставьте сообщение. }
    title: Message
    next: bye
  bye:
    do: hangUp
    prompt: { en: Goodbye., ru: До свидания. }
`
const [SERGEI, BAKERY, DANA, INES, SWITCHBOARD] = ['+493023125201', '+493023125202', '+493023125902', '+4915123456701', '+493023125600']

let line: TestLine
let flowsDir: string
let dana: Phone
const begins = async (at: string): Promise<void> => {
  line = await startLine({ at: `${at}+01:00`, flowsDir })
  await emptyTheRoster(line)
  for (const day of ['2026-11-18', '2026-11-19']) await putOnShift(line, { name: 'Dana Novak', from: `${day}T08:00`, to: `${day}T17:00` })
  dana = phone(DANA, line.simulator)
}
beforeEach(async () => {
  flowsDir = await mkdtemp(join(tmpdir(), 'nightline-flows-'))
  await writeFile(join(flowsDir, 'support.yaml'), FLOW)
})
afterEach(async () => {
  await line.stop()
  await rm(flowsDir, { recursive: true })
})

const now = async (): Promise<DateTime> => DateTime.fromISO((await clockOf(line.simulator)).now, { zone: 'Europe/Berlin' })
const wait = async (until: string): Promise<void> =>
  timePasses(line.simulator, DateTime.fromISO(until, { zone: 'Europe/Berlin' }).diff(await now(), 'seconds').seconds)
const takes = async (one: Phone): Promise<void> => {
  await one.rings()
  await one.answers()
  await one.presses('1')
}
/** What was sent to a number since the story began. */
const textsTo = async (to: string): Promise<string[]> => {
  await timePasses(line.simulator, 1)
  return (
    await line.database.prisma.textMessage.findMany({ where: { to, state: { in: ['sent', 'delivered', 'handed'] } }, orderBy: { createdAt: 'asc' } })
  ).map(({ text }) => text)
}
const ask = async <T>(body: object): Promise<T> => {
  const answer = await fetch(`${line.url}/api/public/callbacks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect([200, 201]).toContain(answer.status)
  return (await answer.json()) as T
}
const all = () =>
  line.database.prisma.callback.findMany({
    orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }],
    include: { attempts: { orderBy: { n: 'asc' } }, events: { orderBy: { id: 'asc' } }, case: { include: { promises: true, custodies: true } } },
  })
/** Talks with whoever answers, and hangs up. */
const talk = async (one: Phone, other: Phone): Promise<void> => {
  await other.rings()
  await other.answers()
  await timePasses(line.simulator, 20)
  await one.says('What can I do for you?')
  await other.hears('What can I do for you?')
  await other.hangsUp()
  await timePasses(line.simulator, 30)
}

test('16:58, and we close at 17:00: from the form to the call', async () => {
  await begins('2026-11-18T16:58:00')
  const form = async (fields: Record<string, string>) =>
    fetch(`${line.url}/callback?lang=en`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ language: 'en', zone: 'Europe/Berlin', key: 'of this very form', ...fields }).toString(),
    })
  // What cannot be kept is not offered, and a form that was open since before is answered with what can, and keeps what was typed.
  const page = await (await fetch(`${line.url}/callback?lang=en`)).text()
  expect(page).not.toContain('value="now"')
  const typed = { number: '0151 23456701', name: 'Ines Roth', words: 'The pump is loud' }
  const late = await form({ ...typed, wish: 'now' })
  expect(late.status).toBe(409)
  const again = await late.text()
  expect(again).toContain('The pump is loud')
  expect(again).not.toContain('value="now"')
  const slots = [...again.matchAll(/value="(2026[^"/]+)\/(2026[^"]+)"/g)].map(([, from = '', to = '']) => ({ from, to }))
  const first = slots[0] ?? { from: '', to: '' }
  expect(DateTime.fromISO(first.from, { zone: 'Europe/Berlin' }).toFormat('yyyy-MM-dd HH')).toBe('2026-11-19 08')
  expect(slots.every(({ to }) => to <= '2026-11-19T16:00:00.000Z')).toBe(true)

  const made = await form({ ...typed, wish: `${first.from}/${first.to}` })
  expect(made.status).toBe(303)
  const path = made.headers.get('location') ?? ''
  const token = /\/callback\/([^?]+)/.exec(path)?.[1] ?? ''
  expect((await form({ ...typed, wish: `${first.from}/${first.to}` })).headers.get('location')).toBe(path)
  expect(await all()).toMatchObject([{ number: INES, source: 'form', state: 'scheduled', caseId: null, customerId: null, windowFrom: new Date(first.from) }])
  await timePasses(line.simulator, 10)
  expect((await textsTo(INES)).at(-1)).toContain(`/callback/${token}`)
  expect((await textsTo(INES)).length).toBe(1)

  // Nobody is rung in the night; an hour before she is reminded.
  await wait('2026-11-19T07:30:00')
  expect((await textsTo(INES)).length).toBe(2)
  await noUnexpectedCalls(line.simulator, [])
  await wait('2026-11-19T07:59:50')
  const ines = phone(INES, line.simulator)
  await dana.rings()
  expect((await now()).toFormat('HH:mm')).toBe(DateTime.fromISO(first.from, { zone: 'Europe/Berlin' }).toFormat('HH:mm'))
  await dana.answers()
  expect(await dana.hears('A callback for Ines Roth')).toMatch(/The pump is loud/)
  await dana.presses('1')
  await talk(dana, ines)
  await timePasses(line.simulator, 10)

  const [done] = await all()
  expect(done).toMatchObject({ state: 'done', endWhy: 'talked', tries: 1, brokenAt: null, attempts: [{ outcome: 'talked', n: 1 }] })
  expect(done?.events.flatMap(({ toState }) => toState ?? [])).toEqual(['scheduled', 'waiting', 'offering', 'calling', 'talking', 'done'])
  expect(done?.events.every(({ why }) => why !== '')).toBe(true)
  expect(done?.case).toMatchObject({ title: 'The pump is loud', promises: [{ kind: 'callback', dueAt: new Date(first.to) }] })
  expect(done?.case?.promises[0]?.keptAt).not.toBeNull()
  expect(done?.case?.custodies.length).toBeGreaterThan(0)
  const status = (await (await fetch(`${line.url}/api/public/callbacks/${token}`)).json()) as PublicStatus
  expect(status).toMatchObject({ state: 'done', numberEnds: '01', canMove: false })
  expect(JSON.stringify(status)).not.toMatch(/Ines|pump|15123456/)
  const placed = await line.database.prisma.outboundCall.findMany({ where: { caseId: done?.caseId ?? '' } })
  expect(placed.map(({ purpose, to }) => [purpose, to]).sort()).toEqual([
    ['callbackAgent', DANA],
    ['callbackCustomer', INES],
  ])
})

test('asked at 16:40, and not dialled when everybody goes: told at once, first in the morning, and counted as broken', async () => {
  await begins('2026-11-18T16:38:00')
  const marta = phone(MARTA, line.simulator)
  await marta.dials(LINE)
  await takes(dana)
  await wait('2026-11-18T16:40:00')
  const answer = await ask<PublicAnswer>({ number: '0151 23456701', name: 'Ines Roth', words: 'No heat', language: 'en', wish: 'now' })
  expect(answer).toMatchObject({ state: 'accepted' })
  expect((answer.window?.to ?? '') <= '2026-11-18T16:00:00.000Z').toBe(true)
  await timePasses(line.simulator, 10)
  expect((await textsTo(INES)).at(-1)).toMatch(/at the latest by today 17:00/)
  // They talk until twenty past five.
  await wait('2026-11-18T17:00:20')
  const [broken] = await all()
  expect(broken).toMatchObject({ state: 'waiting', tries: 0 })
  expect(broken?.brokenAt).toEqual(new Date('2026-11-18T16:00:00Z'))
  expect(broken?.brokenWhy).not.toBe('')
  const texts = await textsTo(INES)
  expect(texts.at(-1)).toMatch(/sorry/i)
  await wait('2026-11-18T17:20:00')
  await marta.hangsUp()
  const later = await ask<PublicAnswer>({
    number: '0151 23456702',
    name: 'Jan Roth',
    words: '',
    language: 'en',
    wish: { from: '2026-11-19T07:00:00Z', to: '2026-11-19T08:00:00Z' },
  })
  expect(later.state).toBe('accepted')

  await wait('2026-11-19T07:59:00')
  await noUnexpectedCalls(line.simulator, [marta, dana])
  const ines = phone(INES, line.simulator)
  await dana.rings()
  await dana.answers()
  await dana.hears('A callback for Ines Roth')
  await dana.presses('1')
  await talk(dana, ines)
  await takes(dana)
  await talk(dana, phone('+4915123456702', line.simulator))
  await timePasses(line.simulator, 10)
  const [hers, his] = await all()
  expect(hers).toMatchObject({ state: 'done', placeAt: broken?.placeAt, brokenAt: broken?.brokenAt })
  expect(hers?.case?.promises.some(({ keptAt, dueAt }) => keptAt === null || keptAt > dueAt)).toBe(true)
  expect(his).toMatchObject({ state: 'done', brokenAt: null })
})

test('five people behind one switchboard: each is called, one after the other, at his extension', async () => {
  await begins('2026-11-18T10:30:00')
  const people = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve']
  for (const [n, name] of people.entries()) {
    expect(await ask<PublicAnswer>({ number: SWITCHBOARD, extension: `1${n}`, name, words: '', language: 'en', wish: 'now' })).toMatchObject({
      state: 'accepted',
    })
    await timePasses(line.simulator, 1)
  }
  const switchboard = phone(SWITCHBOARD, line.simulator)
  for (const [n, name] of people.entries()) {
    await dana.rings()
    await dana.answers()
    expect(await dana.hears(`A callback for ${name}`)).toContain(`Extension 1 ${n} is dialled for you`)
    await dana.presses('1')
    await talk(dana, switchboard)
  }
  await timePasses(line.simulator, 10)
  const calls = await all()
  expect(calls.map(({ name, state, extension, tries }) => [name, state, extension, tries])).toEqual(people.map((name, n) => [name, 'done', `1${n}`, 1]))
  const sent = await line.database.prisma.outboundCall.findMany({ where: { purpose: 'callbackCustomer' }, orderBy: { dueAt: 'asc' } })
  expect(sent.map(({ to }) => to)).toEqual(people.map(() => SWITCHBOARD))
})

test('a key while he waits: he hangs up and keeps his place before whoever came after him', async () => {
  await begins('2026-11-18T10:00:00')
  const [marta, sergei, bakery] = [MARTA, SERGEI, BAKERY].map((number) => phone(number, line.simulator)) as [Phone, Phone, Phone]
  await marta.dials(LINE)
  await takes(dana)
  await bakery.dials(LINE)
  await bakery.hears(/To be called back, press 2/)
  await timePasses(line.simulator, 10)
  await sergei.dials(LINE)
  await sergei.hears(/в очереди: 2/)
  await timePasses(line.simulator, 30)
  await bakery.presses('2')
  await bakery.hears(/We call you back by today at/)
  await bakery.hearsTheLineEnd()
  await timePasses(line.simulator, 60)
  await marta.hangsUp()
  // The phone rings for him, though the other has held on.
  await dana.rings()
  await dana.answers()
  await dana.hears('A callback for')
  await dana.presses('1')
  await talk(dana, bakery)
  await takes(dana)
  await timePasses(line.simulator, 5)
  expect((await line.database.prisma.callLeg.findFirst({ where: { callSid: sergei.callSid, acceptedAt: { not: null } } }))?.number).toBe(DANA)
  await sergei.hangsUp()
  const [his] = await all()
  expect(his).toMatchObject({ source: 'ivr', state: 'done', isAsap: true })
  expect(his && his.requestedAt.getTime() - his.placeAt.getTime()).toBeGreaterThan(30_000)
})

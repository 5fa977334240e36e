import { DateTime } from 'luxon'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemo } from '../../prisma/seed.ts'
import { callJobs } from '../../services/calls/jobs.ts'
import { openDatabase, type Database } from '../../services/db.ts'
import { incidentService } from '../../services/incidents/service.ts'
import type { Effect } from '../../services/ivr/effects.ts'
import type { Session } from '../../services/ivr/session.ts'
import { aCallRow, anEffect, aSid } from '../support/call-rows.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

// A Wednesday, 13:00 in Berlin: 20 hours end tomorrow at 9:00.
const NOW = DateTime.fromISO('2026-11-18T12:00:00Z', { zone: 'utc' })
const at = NOW.toJSDate()
const clock = { now: () => NOW }

let cloned: TestDatabase
let database: Database
let prisma: Database['prisma']
const failures: unknown[] = []
beforeAll(async () => {
  cloned = await cloneDatabase()
  database = openDatabase({ url: cloned.url, onError: () => undefined })
  prisma = database.prisma
  await seedDemo({ database, now: at })
})
afterAll(async () => {
  await database.close()
  await cloned.drop()
})

const work = () => callJobs({ database, clock, announce: () => undefined, log: { error: (details) => void failures.push(details) } }).performDue()
const aCall = (session: Partial<Session> = {}, endedAt: Date | null = null) => aCallRow(prisma, { at, session, endedAt })

/** Performs one effect of a call, and gives what came of it. */
async function perform(callSid: string, effect: Effect | { kind: 'settleCall' }, turn = 1): Promise<Record<string, Record<string, string>> | null> {
  failures.length = 0
  const id = await anEffect(prisma, callSid, effect, { turn, at })
  await work()
  expect(failures).toEqual([])
  const { doneAt, result } = await prisma.effect.findUniqueOrThrow({ where: { id } })
  expect(doneAt).not.toBeNull()
  return result as Record<string, Record<string, string>> | null
}
/** As after a crash between the work and its mark, with the work done. */
async function performAgain(callSid: string, turn = 1): Promise<void> {
  await prisma.effect.updateMany({ where: { callSid, turn }, data: { doneAt: null } })
  await work()
  expect(failures).toEqual([])
}
const outcomeOf = async (callSid: string): Promise<string | null> => {
  await perform(callSid, { kind: 'settleCall' }, 9)
  return (await prisma.call.findUniqueOrThrow({ where: { sid: callSid } })).outcome
}
const casesOf = (callSid: string) => prisma.case.findMany({ where: { callSid }, include: { promises: true, messages: true } })

const opening = { kind: 'openCase', title: 'No heat', reason: 'queue', severity: 'normal' } as const

describe('a case', () => {
  it('is opened with a promise that is stored as it was told', async () => {
    const sid = await aCall()
    const result = await perform(sid, { ...opening, hasPromise: true, language: 'ru' }, 4)
    const [opened] = await casesOf(sid)
    expect(result).toEqual({ case: { number: opened?.number, owner: expect.any(String) as string, by: 'не позднее чем завтра в 9 часов утра', turn: '4' } })
    expect(opened?.promises).toMatchObject([{ kind: 'answer', callSid: sid, madeAt: at, dueAt: NOW.plus({ hours: 20 }).toJSDate(), keptAt: null }])
  })

  it('what he was told while he decided holds', async () => {
    const told = NOW.plus({ hours: 7 }).toJSDate()
    const sid = await aCall({ promise: { at: told.toISOString(), by: { en: 'by today at 8 PM' } } })
    expect((await perform(sid, { ...opening, hasPromise: true, language: 'en' }))?.['case']?.['by']).toBe('by today at 8 PM')
    expect((await casesOf(sid))[0]?.promises).toMatchObject([{ dueAt: told }])
  })

  it('a time that has passed meanwhile is reckoned anew', async () => {
    const sid = await aCall({ promise: { at: NOW.minus({ minutes: 1 }).toJSDate().toISOString(), by: {} } })
    expect((await perform(sid, { ...opening, hasPromise: true, language: 'en' }))?.['case']?.['by']).toBe('by tomorrow at 9 AM')
  })

  it('without a promise says no time', async () => {
    const sid = await aCall()
    expect(Object.keys((await perform(sid, opening))?.['case'] ?? {}).sort()).toEqual(['number', 'owner', 'turn'])
    expect((await casesOf(sid))[0]?.promises).toEqual([])
  })
})

describe('a callback', () => {
  const callback = { kind: 'callback', number: '+493023125260', title: '', severity: 'normal', language: 'en' } as const
  const callbacksOf = (callSid: string) => prisma.callback.findMany({ where: { callSid }, include: { case: { include: { promises: true, events: true } } } })
  const since = NOW.minus({ minutes: 7 })

  it('is promised as soon as possible, keeps his place in line, and has a case that is promised the same', async () => {
    const sid = await aCall({ achieved: ['callback'] }, at)
    await prisma.captured.create({ data: { callSid: sid, name: 'flat', value: '12', by: 'keys', isConfirmed: true, at } })
    const result = await perform(sid, { ...callback, since: since.toMillis(), wanted: { skill: null, level: 1, siteId: null } }, 3)
    const [made, ...others] = await callbacksOf(sid)
    expect(others).toEqual([])
    expect(made).toMatchObject({
      source: 'keyed',
      state: 'waiting',
      isAsap: true,
      requestedAt: at,
      number: callback.number,
      placeAt: since.toJSDate(),
      token: null,
    })
    expect(await prisma.level.findFirst({ where: { id: made?.levelId ?? '' } })).toMatchObject({ rank: 1 })
    const { dueAt } = made ?? { dueAt: at }
    expect(dueAt > at && dueAt <= NOW.plus({ minutes: 120 }).toJSDate()).toBe(true)
    expect(made?.case).toMatchObject({
      ...{ title: 'Asked to be called back', reason: 'callback', channel: 'callback', facts: { flat: '12', from: callback.number } },
      promises: [{ kind: 'callback', dueAt }],
    })
    expect(result?.['case']).toEqual({ number: made?.case?.number, owner: expect.any(String) as string, turn: '3' })
    expect(result?.['callback']).toMatchObject({ number: '0 3 0 2 3 1 2 5 2 6 0', by: 'by today at 3 PM', wait: '1', turn: '3' })
    expect(await outcomeOf(sid)).toBe('callback')
  })

  it('at the number that he called from costs him, at another one our budget', async () => {
    const number = '+493023125269'
    const from = { at, fromNumber: number, fromRaw: number }
    const [own, other] = [await aCallRow(prisma, from), await aCallRow(prisma, from)]
    await perform(own, { ...callback, number }, 3)
    await perform(other, { ...callback, number: '+493023125268' }, 3)
    expect([...(await callbacksOf(own)), ...(await callbacksOf(other))].map(({ source }) => source)).toEqual(['ivr', 'keyed'])
  })

  it('asked for twice, in one call or in two, is one: the second answer says so, and what he keyed goes to its case', async () => {
    const [first, second] = [await aCall(), await aCall()]
    const number = '+493023125263'
    const told = await perform(first, { ...callback, number }, 3)
    await performAgain(first, 3)
    expect(await perform(first, { ...callback, number }, 5)).toEqual({ case: { ...told?.['case'], turn: '5' }, callback: { ...told?.['callback'], turn: '5' } })
    await prisma.captured.create({ data: { callSid: second, name: 'contract', value: '123456', by: 'keys', isConfirmed: true, at } })
    const again = await perform(second, { ...callback, number, language: 'ru' }, 2)
    expect(again?.['callback']).toMatchObject({ by: 'не позднее чем сегодня в 15 часов', earlier: 'сегодня в 13 часов' })
    expect(again?.['case']?.['number']).toBe(told?.['case']?.['number'])
    expect(await callbacksOf(second)).toEqual([])
    const [one] = await callbacksOf(first)
    expect(one?.case?.facts).toMatchObject({ contract: '123456' })
    expect(one?.case?.events.filter(({ kind }) => kind === 'contact')).toMatchObject([{ body: { callSid: second } }])
    expect(await prisma.case.count({ where: { reason: 'callback', facts: { path: ['from'], equals: number } } })).toBe(1)
  })

  it('at another number is another one', async () => {
    const sid = await aCall()
    await perform(sid, { ...callback, number: '+493023125262' })
    await perform(sid, { ...callback, number: '+493023125261' }, 2)
    expect(await prisma.callback.count({ where: { callSid: sid } })).toBe(2)
  })

  it('of a skill that nobody has, or to a country where we do not call, is a case with a promised answer', async () => {
    // Numbers at which nothing is open: else it would be the same.
    for (const about of [{ number: '+493023125264', wanted: { skill: 'falconry', level: null, siteId: null } }, { number: '+12025550143' }]) {
      const sid = await aCall()
      const result = await perform(sid, { ...callback, ...about })
      const [opened] = await casesOf(sid)
      expect(opened).toMatchObject({ reason: 'callback', channel: 'callback', title: 'Asked to be called back', promises: [{ kind: 'answer' }] })
      expect(result?.['case']).toMatchObject({ number: opened?.number, by: 'by tomorrow at 9 AM' })
      expect(result?.['callback']?.['by']).toBeUndefined()
      expect(await callbacksOf(sid)).toEqual([])
      await perform(sid, { ...callback, ...about }, 2)
      expect(await casesOf(sid)).toHaveLength(1)
    }
  })
})

describe('a message', () => {
  const message = (more: Partial<Extract<Effect, { kind: 'voicemail' }>> = {}) =>
    ({ kind: 'voicemail', recordingSid: aSid('RE'), url: 'https://example.com/r', seconds: 7, title: 'Message', severity: 'normal', ...more }) as const
  const known = async () =>
    prisma.case.findFirstOrThrow({
      where: { status: 'open', callSid: { not: null } },
      orderBy: { openedAt: 'asc' },
      include: { custodies: { where: { toAt: null } } },
    })

  it('on a case lies there, and its owner is told, once', async () => {
    const { number, id, title, custodies } = await known()
    const sid = await aCall({ about: { number, words: {}, level: '', by: null } }, at)
    const left = message({ keep: 'onCase', caseNumber: number })
    expect(await perform(sid, left)).toMatchObject({ case: { number, turn: '1' } })
    await performAgain(sid)
    expect(await prisma.recording.findMany({ where: { callSid: sid } })).toMatchObject([{ sid: left.recordingSid, caseId: id }])
    expect(await casesOf(sid)).toEqual([])
    const told = await prisma.notice.findMany({ where: { key: `message:${left.recordingSid}` } })
    expect(told).toMatchObject([{ personId: custodies[0]?.personId, kind: 'message', body: { case: number, title } }])
    expect(await outcomeOf(sid)).toBe('voicemail')
  })

  it.each([
    ['of somebody else', async () => ({ number: (await known()).number, about: null })],
    ['that there is not', () => Promise.resolve({ number: '999999', about: '999999' })],
    [
      'that has ended',
      async () => {
        const { number } = await prisma.case.findFirstOrThrow({ where: { status: 'solved' } })
        return { number, about: number }
      },
    ],
  ])('on a case %s becomes a case of its own', async (_, given) => {
    const { number, about } = await given()
    const sid = await aCall(about === null ? {} : { about: { number: about, words: {}, level: '', by: null } })
    expect((await perform(sid, message({ keep: 'onCase', caseNumber: number })))?.['case']?.['number']).not.toBe(number)
    expect(await casesOf(sid)).toMatchObject([{ reason: 'voicemail', messages: [] }])
  })

  it('what he thinks of us lies with his mark; it is no case, and the call was served', async () => {
    const sid = await aCall({ achieved: ['served'] }, at)
    await perform(sid, { kind: 'rating', name: 'service', score: 4, most: 5 })
    await perform(sid, { kind: 'rating', name: 'service', score: 1, most: 5 }, 2)
    const comment = message({ keep: 'comment' })
    await perform(sid, comment, 3)
    expect(await prisma.rating.findMany({ where: { callSid: sid } })).toMatchObject([
      { name: 'service', score: 4, most: 5, recordingSid: comment.recordingSid },
    ])
    expect(await casesOf(sid)).toEqual([])
    expect(await outcomeOf(sid)).toBe('self-served')
  })
})

it('a call belongs to an incident once, and there is no second case', async () => {
  const { id: chen } = await prisma.person.findFirstOrThrow({ where: { name: 'Chen Wei' } })
  const incident = await incidentService({ database, clock }).openIncident(chen, { title: 'Gas', text: { en: 'No gas.' } })
  const sid = await aCall({ achieved: ['served'] }, at)
  const before = await prisma.case.count()
  await perform(sid, { kind: 'joinIncident', incidentId: incident.id })
  await performAgain(sid)
  expect(await prisma.incidentCall.findMany({ where: { callSid: sid } })).toEqual([{ incidentId: incident.id, callSid: sid, joinedAt: at }])
  expect(await prisma.case.count()).toBe(before)
  expect(await outcomeOf(sid)).toBe('self-served')
})

it('what is asked for in vain is written down once', async () => {
  const sid = await aCall()
  await perform(sid, { kind: 'unmet', asked: 'dentist', by: 'speech', section: null })
  await performAgain(sid)
  expect(await prisma.unmetRequest.findMany({ where: { callSid: sid } })).toMatchObject([{ asked: 'dentist', by: 'speech', section: null, at }])
})

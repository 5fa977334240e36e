import { DateTime } from 'luxon'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemo } from '../../prisma/seed.ts'
import { caseNumber } from '../../services/cases/case-number.ts'
import { lineAnswers } from '../../services/calls/questions/service.ts'
import type { QuestionedTurn } from '../../services/calls/service.ts'
import { openDatabase, type Database } from '../../services/db.ts'
import { incidentService } from '../../services/incidents/service.ts'
import type { Answer, Question } from '../../services/ivr/questions.ts'
import { aCallRow, aLeg, aSid } from '../support/call-rows.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

// A Wednesday, 10:00 in Berlin: the demo's day desk is staffed.
const NOW = DateTime.fromISO('2026-11-18T09:00:00Z', { zone: 'utc' })
const zone = 'Europe/Berlin'
const told = { zone, languages: ['en', 'ru'] }
const after = (seconds: number): Date => NOW.plus({ seconds }).toJSDate()

let cloned: TestDatabase
let database: Database
let find: ReturnType<typeof lineAnswers>['find']
beforeAll(async () => {
  cloned = await cloneDatabase()
  database = openDatabase({ url: cloned.url, onError: () => undefined })
  await seedDemo({ database, now: NOW.toJSDate() })
  find = lineAnswers({ database }).find
})
afterAll(async () => {
  await database.close()
  await cloned.drop()
})

const turn = (more: Partial<QuestionedTurn> = {}): QuestionedTurn => ({ callSid: aSid(), turn: 3, at: NOW, from: '+493023125250', customerId: null, ...more })

async function ask<Kind extends Question['kind']>(question: Extract<Question, { kind: Kind }>, at: QuestionedTurn): Promise<Extract<Answer, { kind: Kind }>> {
  const answer = await find(question, at)
  if (answer.kind !== question.kind) throw new Error(`"${question.kind}" was answered with "${answer.kind}"`)
  return answer as Extract<Answer, { kind: Kind }>
}

describe('the line of callers', () => {
  const QUEUE = 'support/queue'
  const since = NOW.toMillis()
  const asking = (more: { asked?: string[] } = {}) =>
    ({
      kind: 'queue',
      queue: QUEUE,
      since,
      wanted: { skill: null, level: 1, siteId: null },
      language: null,
      order: 'longestIdle',
      zone,
      asked: [],
      ...more,
    }) as const
  const waiting = (more: { since?: number; queue?: string; awaiting?: 'hold' | 'dial' | 'input'; asked?: string[]; lastEventAt?: Date; endedAt?: Date }) => {
    const { since: from = since - 1_000, queue = QUEUE, awaiting = 'hold', asked, ...row } = more
    const hold = { queue, since: from, offeredAt: 0 }
    const position = { step: 'queue', awaiting, noInput: 0, noMatch: 0, silences: 0, hold, ...(asked && { ringing: { since: from, asked } }) }
    return aCallRow(database.prisma, { at: NOW.toJSDate(), session: { position }, ...row })
  }
  const people = async (): Promise<{ ahead: number; phones: string[] }> => {
    const { ahead, round } = await ask({ ...asking(), order: 'allAtOnce' }, turn())
    return { ahead, phones: round.map(({ phone }) => phone) }
  }

  it('counts who came before and still waits, and nobody else', async () => {
    const { phones } = await people()
    expect(phones.length).toBeGreaterThan(1)
    await waiting({ since: since + 1 })
    await waiting({ queue: 'support/other' })
    await waiting({ awaiting: 'input' })
    await waiting({ endedAt: NOW.toJSDate() })
    await waiting({ lastEventAt: after(-91) })
    expect(await people()).toEqual({ ahead: 0, phones })
    await waiting({ lastEventAt: after(-60) })
    expect(await people()).toEqual({ ahead: 1, phones: phones.slice(1) })
    await database.prisma.call.updateMany({ where: { endedAt: null }, data: { endedAt: NOW.toJSDate() } })
  })

  it('of two who came in the same millisecond one is first', async () => {
    const one = await waiting({ since })
    const other = await waiting({ since })
    const places = await Promise.all([one, other].map(async (callSid) => (await ask(asking(), turn({ callSid }))).ahead))
    expect(places.sort()).toEqual([0, 1])
    await database.prisma.call.updateMany({ where: { endedAt: null }, data: { endedAt: NOW.toJSDate() } })
  })

  it('a phone is in use while it rings, from the turn that rings it, and while somebody talks on it', async () => {
    const { phones } = await people()
    const [first = '', second = ''] = phones
    const caller = await waiting({ awaiting: 'dial', asked: [first] })
    expect(await people()).toEqual({ ahead: 1, phones: phones.slice(1) })
    // He is rung, does not take it, and the next one rings.
    await aLeg(database.prisma, caller, { number: first, startedAt: NOW.toJSDate(), endedAt: after(5) })
    expect(await people()).toEqual({ ahead: 1, phones })
    await aLeg(database.prisma, caller, { number: second, startedAt: NOW.toJSDate() })
    expect(await people()).toEqual({ ahead: 1, phones: phones.filter((phone) => phone !== second) })
    // He takes it: who talks waits no longer.
    await database.prisma.callLeg.updateMany({ where: { callSid: caller, number: second }, data: { acceptedAt: NOW.toJSDate() } })
    expect(await people()).toEqual({ ahead: 0, phones: phones.filter((phone) => phone !== second) })
    await database.prisma.call.update({ where: { sid: caller }, data: { endedAt: NOW.toJSDate() } })
    expect(await people()).toEqual({ ahead: 0, phones })
  })

  it('a ring whose end was never told is over after two minutes', async () => {
    const { phones } = await people()
    const caller = await waiting({ awaiting: 'input' })
    await aLeg(database.prisma, caller, { number: phones[0] ?? '', startedAt: after(-119) })
    expect((await people()).phones).toEqual(phones.slice(1))
    await database.prisma.callLeg.updateMany({ where: { callSid: caller }, data: { startedAt: after(-121) } })
    expect((await people()).phones).toEqual(phones)
    await database.prisma.call.update({ where: { sid: caller }, data: { endedAt: NOW.toJSDate() } })
  })

  it('says how long it takes once there were five talks in the last week', async () => {
    const talked = async (seconds: number, startedAt = after(-3_600)): Promise<void> => {
      const sid = await aCallRow(database.prisma, { at: startedAt, endedAt: NOW.toJSDate() })
      const endedAt = new Date(startedAt.getTime() + seconds * 1_000)
      await aLeg(database.prisma, sid, { number: '+493023125902', startedAt, acceptedAt: startedAt, endedAt })
    }
    const minutes = async (): Promise<number | null> => (await ask(asking(), turn())).waitMinutes
    await talked(9_000, after(-8 * 86_400))
    for (const seconds of [600, 600, 600, 600]) await talked(seconds)
    find = lineAnswers({ database }).find
    expect(await minutes()).toBeNull()
    await talked(600)
    expect(await minutes()).toBeNull() // what was read keeps for five minutes
    find = lineAnswers({ database }).find
    const { phones } = await people()
    expect(await minutes()).toBe(Math.ceil(10 / phones.length))
  })
})

describe('what is said of cases', () => {
  const status = (number: string) => ({ kind: 'caseStatus', number, ...told }) as const
  const openCase = async () => database.prisma.case.findFirstOrThrow({ where: { status: 'open' }, orderBy: { openedAt: 'desc' } })
  const wrong = caseNumber(9_999)

  it('by its number: how it stands, at which level, by when; nothing personal', async () => {
    const { number } = await openCase()
    const { verdict, case: found } = await ask(status(`${number.slice(0, 3)} ${number.slice(3)}`), turn())
    expect(verdict).toBe('found')
    expect(found).toMatchObject({ number, level: 'Front line', words: { en: 'with Front line' }, by: { en: expect.stringMatching(/^by /) as string } })
    expect(JSON.stringify(found)).not.toMatch(/Amira|Sergei|contract|Fault/)
    await database.prisma.custody.updateMany({ where: { case: { number } }, data: { how: 'take', isKeeper: false } })
    expect((await ask(status(number), turn())).case?.words).toEqual({ en: 'being worked on', ru: 'в работе' })
    const solved = await database.prisma.case.findFirstOrThrow({ where: { status: 'solved' } })
    expect((await ask(status(solved.number), turn())).case).toMatchObject({ words: { en: 'solved' }, by: null })
  })

  it('what was promised goes before the twenty hours, until it is kept', async () => {
    const { id, number } = await openCase()
    const data = { caseId: id, kind: 'answer', madeAt: NOW.toJSDate(), dueAt: after(3_600) }
    const { id: promise } = await database.prisma.customerPromise.create({ data: { ...data, id: '5a0f7b6e-0000-4000-8000-000000000001' } })
    expect((await ask(status(number), turn())).case?.by).toMatchObject({ en: 'by today at 11 AM', ru: 'не позднее чем сегодня в 11 часов утра' })
    await database.prisma.customerPromise.update({ where: { id: promise }, data: { keptAt: NOW.toJSDate() } })
    expect((await ask(status(number), turn())).case?.by?.['en']).not.toBe('by today at 11 AM')
  })

  it('three wrong ones in a call, or six from a phone in an hour, and nothing is looked up any more: then it may be tried again', async () => {
    const { number } = await openCase()
    const callSid = aSid()
    const from = '+493023125251'
    const tried = async (keyed: string, n: number, more: Partial<QuestionedTurn> = {}) =>
      (await ask(status(keyed), turn({ callSid, from, turn: n, ...more }))).verdict
    expect([await tried(wrong, 1), await tried('1', 2), await tried('100010', 3)]).toEqual(['wrong', 'wrong', 'wrong'])
    expect(await tried(number, 4)).toBe('tooMany')
    const elsewhere = aSid()
    expect([await tried(number, 1, { callSid: elsewhere }), await tried(wrong, 2, { callSid: elsewhere })]).toEqual(['found', 'wrong'])
    expect(await tried(wrong, 1, { callSid: aSid() })).toBe('wrong')
    expect(await tried(number, 1, { callSid: aSid() })).toBe('tooMany')
    expect(await tried(number, 1, { callSid: aSid(), from: '+493023125252' })).toBe('found')
    expect(await tried(number, 1, { callSid: aSid(), at: NOW.plus({ minutes: 61 }) })).toBe('found')
    expect(await database.prisma.caseNumberTry.count({ where: { fromNumber: from, isRight: true } })).toBe(2)
  })

  it('the same turn asked again is one try', async () => {
    const same = turn({ from: '+493023125253' })
    for (let n = 0; n < 8; n += 1) expect((await ask(status(wrong), same)).verdict).toBe('wrong')
  })

  it('many at once are counted as well', async () => {
    const from = '+493023125254'
    const verdicts = await Promise.all(Array.from({ length: 20 }, async () => (await ask(status(wrong), turn({ from }))).verdict))
    expect(verdicts.filter((verdict) => verdict === 'wrong').length).toBeLessThanOrEqual(6)
  })
})

describe('what is known of the customer', () => {
  const question = { kind: 'customer', ...told } as const
  it('his newest open case and how many there are, from the first turn on; of others nothing', async () => {
    const sergei = await database.prisma.customer.findFirstOrThrow({ where: { name: 'Sergei Orlov' }, include: { cases: { where: { status: 'open' } } } })
    const expected = { isKnown: true, openCases: 1, case: { number: sergei.cases[0]?.number } }
    expect(await ask(question, turn({ turn: 0, customerId: sergei.id }))).toMatchObject(expected)
    for (const [identity, isKnown] of [
      ['known', true],
      ['confirmed', true],
      ['claimed', false],
      ['new', false],
    ] as const) {
      const callSid = await aCallRow(database.prisma, { at: NOW.toJSDate(), customerId: sergei.id, identity })
      expect(await ask(question, turn({ callSid }))).toMatchObject(isKnown ? expected : { isKnown, openCases: 0, case: null })
    }
    expect(await ask(question, turn())).toEqual({ kind: 'customer', isKnown: false, openCases: 0, case: null })
  })

  it('his case is with its owner, if he is there', async () => {
    const found = await database.prisma.case.findFirstOrThrow({ where: { status: 'open' } })
    const asking = { kind: 'owner', caseNumber: found.number, order: 'allAtOnce', zone, asked: [] } as const
    const answer = await find(asking, turn())
    expect(answer).toMatchObject({ kind: 'people' })
    if (answer.kind === 'people') expect([...answer.round, ...answer.notAsked].map(({ name }) => name)).toEqual(['Amira Haddad'])
    expect(await find({ ...asking, caseNumber: wrongNumber }, turn())).toMatchObject({ standing: 'gap', round: [], notAsked: [] })
  })
  const wrongNumber = caseNumber(77_777)
})

it('an answer is promised in waking hours', async () => {
  expect(await ask({ kind: 'promise', ...told }, turn())).toEqual({
    kind: 'promise',
    at: '2026-11-18T19:00:00.000Z',
    by: { en: 'by today at 8 PM', ru: 'не позднее чем сегодня в 20 часов' },
  })
})

describe('incidents', () => {
  it('those of the site and of the whole house, the newest first, until they end', async () => {
    const [berlin, potsdam] = await database.prisma.site.findMany({ orderBy: { name: 'asc' } })
    const { id: chen } = await database.prisma.person.findFirstOrThrow({ where: { name: 'Chen Wei' } })
    let now = NOW
    const incidents = incidentService({ database, clock: { now: () => now } })
    const asking = { kind: 'incidents', siteId: berlin?.id ?? null, ...told } as const
    const texts = async () => (await ask(asking, turn())).incidents.map(({ text }) => text['ru'])
    expect(await texts()).toEqual([])
    await incidents.openIncident(chen, { title: 'Gas', text: { en: 'No gas.', ru: 'Нет газа.' } })
    now = now.plus({ minutes: 1 })
    const here = await incidents.openIncident(chen, { title: 'Heat', text: { en: 'No heat.' }, siteId: berlin?.id })
    await incidents.openIncident(chen, { title: 'Water', text: { en: 'No water.' }, siteId: potsdam?.id })
    expect(await texts()).toEqual(['No heat.', 'Нет газа.'])
    expect((await ask({ ...asking, siteId: null }, turn())).incidents).toHaveLength(3)
    expect((await ask(asking, turn())).incidents[0]).toMatchObject({ id: here.id, caseNumber: here.caseNumber, by: { en: 'by today at 8 PM' } })
    // A time that has passed is not told.
    expect((await ask(asking, turn({ at: NOW.plus({ hours: 21 }) }))).incidents[0]?.by).toEqual({ en: '', ru: '' })
    await incidents.endIncident(here.id)
    expect(await texts()).toEqual(['Нет газа.'])
  })
})

describe('the directory', () => {
  const asking = (by: 'keys' | 'speech', asked: string, section: string | null = null) => ({ kind: 'directory', section, by, asked, ...told }) as const
  it('by speech and by keys, with hours by its own clock', async () => {
    const [entry, ...others] = (await ask(asking('speech', 'бухгалтерия'), turn())).entries
    expect(others).toEqual([])
    expect(entry).toMatchObject({ name: 'Accounts', number: '+493023125712', isOpen: true, hours: { en: 'open until 3 PM' } })
    expect((await ask(asking('keys', '22268'), turn())).entries.map(({ name }) => name)).toEqual(['Accounts'])
    expect((await ask(asking('speech', 'gas leak'), turn())).entries).toMatchObject([{ name: 'Gas network control', isOpen: true, hours: null }])
    expect((await ask(asking('speech', 'accounts', 'partners'), turn())).entries).toEqual([])
    expect((await ask(asking('speech', 'electrician'), turn())).entries).toMatchObject([{ isOpen: false, hours: { en: 'closed now, open at 6 PM' } }])
  })
})

import { DateTime } from 'luxon'
import { afterEach, expect, test } from 'vitest'
import type { JournalEntry } from '../../services/phone-simulator/journal.ts'
import { control, LINE, MARTA, recordOf, startLine, type TestLine } from '../support/line.ts'
import { clockOf, noUnexpectedCalls, phone, timePasses, type Phone } from '../support/phones.ts'
import { emptyTheRoster, putOnShift } from '../support/rosters.ts'
import { wakeOf } from '../support/waking.ts'

const ZONE = 'Europe/Berlin'
const SERGEI = '+493023125201'
const NOBODY_KNOWS = '+493023125299'
const [GRETA, ELIF, HUGO] = ['+493023125908', '+493023125911', '+493023125912'] as const

const WORDS = {
  en: {
    greeting: /This is the support line/,
    silent: /I did not hear anything/,
    menu: /For a leak or no heat, 4/,
    contract: /six digits of your contract number/,
    desk: 'I am calling somebody for you',
    waking: /I am calling the people on call now\. .*call you back at this number/,
    still: 'I am still calling.',
    taken: /has taken it and calls you back/,
    free: /keep your phone free/,
    caseNumber: /Your case number is/,
    nobody: /I could not reach anybody yet/,
    opening: /Somebody is here/,
    tone: /after the tone where you are/,
    clock: 'h:mm a',
  },
  ru: {
    greeting: /Это линия поддержки/,
    silent: /Я ничего не услышала/,
    menu: /Авария - 4/,
    contract: /шесть цифр номера договора/,
    desk: 'Ищу для вас сотрудника',
    waking: /дежурным.*перезвонит/,
    still: 'Я ещё дозваниваюсь.',
    taken: /берёт ваше дело и перезвонит/,
    free: /не занимайте телефон/,
    caseNumber: /Номер вашего обращения/,
    nobody: /Пока никто не ответил/,
    opening: /Сотрудник будет/,
    tone: /после сигнала, где вы/,
    clock: 'H:mm',
  },
} as const
type Words = (typeof WORDS)['en' | 'ru']

let line: TestLine
afterEach(() => line.stop())

/** A night: perhaps Greta at the desk, Elif and Hugo on call, and somebody who opens at 6. Her own telephone is a landline. */
async function aNight(at: string, who: string, { isDeskManned }: { isDeskManned: boolean }) {
  line = await startLine({ at })
  await emptyTheRoster(line)
  const today = DateTime.fromISO(at, { zone: ZONE })
  const [evening, day] = [today.minus({ days: 1 }).toISODate(), today.toISODate()]
  if (isDeskManned) await putOnShift(line, { name: 'Greta Lind', from: `${evening}T22:00`, to: `${day}T06:00` })
  for (const name of ['Elif Kaya', 'Hugo Martin']) {
    await putOnShift(line, { name, from: `${evening}T18:00`, to: `${day}T08:00`, kind: 'onCall', level: 2 })
  }
  await putOnShift(line, { name: 'Amira Haddad', from: `${day}T06:00`, to: `${day}T14:00` })
  const patient = { withinSeconds: 900 }
  return {
    lady: phone(who, line.simulator, { ears: 'real', ...patient }),
    greta: phone(GRETA, line.simulator, patient),
    elif: phone(ELIF, line.simulator, patient),
    hugo: phone(HUGO, line.simulator, patient),
  }
}

/** She lets the line finish, and almost too much time pass, before each key. */
async function keysSlowly(lady: Phone, prompt: string, keys: string): Promise<void> {
  await timePasses(line.simulator, Math.ceil(prompt.length * 0.06))
  for (const key of keys) {
    await timePasses(line.simulator, 4)
    await lady.presses(key)
  }
}

async function callsAboutALeak(lady: Phone, words: Words): Promise<void> {
  await lady.dials(LINE)
  await lady.hears(words.greeting)
  await lady.hears(words.silent)
  await keysSlowly(lady, await lady.hears(words.menu), '4')
}

const now = async (): Promise<DateTime> => DateTime.fromISO((await clockOf(line.simulator)).now, { zone: ZONE })

async function hugoAccepts(hugo: Phone, lady: Phone) {
  await hugo.answers()
  const { case: urgent } = await wakeOf(line, lady)
  expect(await hugo.hears(/Urgent call for Havel Heating/)).toContain(`Case ${[...urgent.number].join(', ')}. Urgent call from ${lady.number}`)
  await hugo.presses('1')
  await hugo.hears(/You have it/)
}

/** The journal knows when each word was said: as long as it says that it is calling, it was. */
async function saidItWasCallingOnlyWhileItWas(lady: Phone, words: Words): Promise<void> {
  const { entries } = await control<{ entries: JournalEntry[] }>(line.simulator, 'GET', `/journal?limit=10000&callSid=${lady.callSid}`)
  const said = entries.flatMap((entry) => (entry.kind === 'leg' && entry.callSid === lady.callSid && entry.type === 'said' ? [entry] : []))
  const still = said.filter(({ text }) => text === words.still)
  const { wake } = await wakeOf(line, lady)
  expect(still.length).toBeGreaterThan(0)
  expect(wake.number).toBe(lady.number)
  for (const { at } of still) {
    expect(new Date(at).getTime()).toBeGreaterThan(wake.startedAt.getTime())
    expect(new Date(at).getTime()).toBeLessThanOrEqual(wake.endedAt?.getTime() ?? Infinity)
  }
}

/** The promise is stored, lies half an hour ahead at most, and is the time that she was told. */
async function wasToldThePromise(lady: Phone, heard: string, words: Words): Promise<void> {
  const { promises, wake, by, owners } = await wakeOf(line, lady)
  const [promise] = promises
  if (!promise || !wake.endedAt) throw new Error('a promise')
  expect([promises.length, promise.kind, by, owners.at(-1)]).toEqual([1, 'callback', 'Hugo Martin', ['Hugo Martin', 'woken']])
  expect(promise.dueAt.getTime() - wake.endedAt.getTime()).toBeGreaterThan(28 * 60_000)
  expect(promise.dueAt.getTime() - wake.endedAt.getTime()).toBeLessThanOrEqual(30 * 60_000)
  expect(heard).toContain('Hugo Martin')
  expect(heard).toContain(DateTime.fromJSDate(promise.dueAt, { zone: ZONE }).setLocale('en-US').toFormat(words.clock))
  // At 2:32 she is told 2:02, half an hour later: she must hear that this is after the clock has gone back.
  const isTwice = DateTime.fromJSDate(promise.dueAt, { zone: ZONE }).getPossibleOffsets().length > 1
  expect(heard.includes('winter time')).toBe(isTwice)
}

/** One urgent case, one owner now, and the number that she was told twice. */
async function hasOneOwner(lady: Phone, heardNumber: string) {
  const { case: urgent, custodies } = await wakeOf(line, lady)
  expect(heardNumber.replace(/\D/g, '')).toBe(urgent.number + urgent.number)
  expect(urgent).toMatchObject({ severity: 'urgent', status: 'open' })
  expect(custodies.filter(({ toAt }) => toAt === null)).toHaveLength(1)
  expect(await line.database.prisma.case.count({ where: { callSid: lady.callSid } })).toBe(1)
  return urgent
}

async function nothingIsLeftUndone(lady: Phone): Promise<void> {
  await timePasses(line.simulator, 30)
  const { prisma } = line.database
  expect(await prisma.effect.findMany({ where: { OR: [{ doneAt: null }, { failedAt: { not: null } }] } })).toEqual([])
  expect((await recordOf(line, lady.callSid)).endedAt).not.toBeNull()
}

/** All of them are `npm run proof -- nights`; with the other tests some, for time. */
const shortly = <T>(all: readonly T[], some: readonly number[]): T[] => all.filter((_, n) => process.env['PROOF_COUNT'] !== undefined || some.includes(n))

const NIGHTS: [what: string, at: string, who: string, language: 'en' | 'ru'][] = [
  ['Marta at 03:10', '2026-11-18T03:10:00+01:00', MARTA, 'en'],
  ['Sergei’s mother, in Russian', '2026-11-18T03:10:00+01:00', SERGEI, 'ru'],
  ['the night without its third hour, just before', '2026-03-29T01:50:00+01:00', NOBODY_KNOWS, 'en'],
  ['the night without its third hour, 03:10', '2026-03-29T03:10:00+02:00', MARTA, 'en'],
  ['the night that has it twice, 02:30 for the first time', '2026-10-25T02:30:00+02:00', MARTA, 'en'],
  ['the night that has it twice, 02:30 for the second time', '2026-10-25T02:30:00+01:00', NOBODY_KNOWS, 'en'],
  ['the night that had it twice, 03:10', '2026-10-25T03:10:00+01:00', SERGEI, 'ru'],
]

test.each(shortly(NIGHTS, [0, 5]))('%s: desk and first on call do not answer, the second accepts', { timeout: 180_000 }, async (_, at, who, language) => {
  const words = WORDS[language]
  const { lady, greta, elif, hugo } = await aNight(at, who, { isDeskManned: true })
  await callsAboutALeak(lady, words)
  await lady.hears(words.desk)
  await greta.rings()
  await lady.hears(words.waking)
  expect(await wakeOf(line, lady)).toMatchObject({ state: 'calling', promises: [], case: { severity: 'urgent' } })
  await greta.rings()
  await lady.hears(words.still)
  await elif.rings()
  await lady.hears(words.still)
  await hugoAccepts(hugo, lady)
  await hugo.hangsUp()
  const heard = await lady.hears(words.taken)
  await wasToldThePromise(lady, heard, words)
  await lady.hears(words.free)
  const number = await lady.hears(words.caseNumber)
  await lady.hearsTheLineEnd()
  await hasOneOwner(lady, number)
  await saidItWasCallingOnlyWhileItWas(lady, words)
  const { called, owners } = await wakeOf(line, lady)
  expect(called).toEqual([
    ['Greta Lind', 'noAnswer'],
    ['Elif Kaya', 'noAnswer'],
    ['Hugo Martin', 'accepted'],
  ])
  expect(owners).toEqual([
    ['Greta Lind', 'born'],
    ['Hugo Martin', 'woken'],
  ])
  expect((await recordOf(line, lady.callSid)).outcome).toBe('self-served')
  await nothingIsLeftUndone(lady)
  await noUnexpectedCalls(line.simulator, [greta, elif, hugo])
})

test('she hangs up as she may: the waking goes on, and he calls her back at once', { timeout: 180_000 }, async () => {
  const { lady, greta, elif, hugo } = await aNight('2026-11-18T03:10:00+01:00', NOBODY_KNOWS, { isDeskManned: false })
  await callsAboutALeak(lady, WORDS.en)
  await lady.hears(WORDS.en.waking)
  const { callSid } = lady
  await lady.hangsUp()
  await elif.rings()
  await hugoAccepts(hugo, { ...lady, callSid })
  await hugo.presses('1')
  await lady.rings()
  await lady.answers()
  await hugo.says('Hugo Martin here. Please shut the main valve.')
  await lady.hears('Please shut the main valve')
  await lady.hangsUp()
  await hugo.hearsTheLineEnd()
  const { owners, promises, case: urgent } = await wakeOf(line, { callSid })
  expect(owners.at(-1)).toEqual(['Hugo Martin', 'woken'])
  expect([promises.length, promises[0]?.kind, urgent.status]).toEqual([1, 'callback', 'open'])
  expect((await recordOf(line, callSid)).outcome).toBe('self-served')
  await nothingIsLeftUndone({ ...lady, callSid })
  await noUnexpectedCalls(line.simulator, [greta, elif, hugo, lady])
})

const IN_VAIN: [what: string, at: string, who: string, language: 'en' | 'ru'][] = [
  ['Marta at 03:10', '2026-11-18T03:10:00+01:00', MARTA, 'en'],
  ['nobody we know, in the night that has its third hour twice', '2026-10-25T02:30:00+02:00', NOBODY_KNOWS, 'en'],
  ['Sergei’s mother, in the night without it', '2026-03-29T01:50:00+01:00', SERGEI, 'ru'],
]

test.each(shortly(IN_VAIN, [2]))('%s: nobody can be reached', { timeout: 180_000 }, async (_, at, who, language) => {
  const words = WORDS[language]
  const { lady, elif, hugo } = await aNight(at, who, { isDeskManned: false })
  await callsAboutALeak(lady, words)
  await lady.hears(words.waking)
  await elif.rings()
  await hugo.rings()
  const told = await lady.hears(words.nobody)
  const { state, custodies, promises } = await wakeOf(line, lady)
  const keeper = custodies.find(({ toAt }) => toAt === null)?.person.name ?? 'nobody'
  expect(told).toContain(keeper)
  expect([state, promises]).toEqual(['nobody', []])
  const opening = await lady.hears(words.opening)
  const next = await line.database.prisma.shift.findFirstOrThrow({
    where: { kind: 'desk', startsAt: { gt: (await now()).toJSDate() } },
    orderBy: { startsAt: 'asc' },
  })
  expect(opening).toMatch(language === 'en' ? /today at 6 AM/ : /сегодня в 6 часов/)
  expect(DateTime.fromJSDate(next.startsAt, { zone: ZONE }).hour).toBe(6)
  const number = await lady.hears(words.caseNumber)
  await lady.hears(words.tone)
  await timePasses(line.simulator, 6)
  await lady.says('The water comes through my ceiling. I am on the third floor.')
  await timePasses(line.simulator, 8)
  await lady.hangsUp()
  await nothingIsLeftUndone(lady)
  const urgent = await hasOneOwner(lady, number)
  await saidItWasCallingOnlyWhileItWas(lady, words)
  const { outcome, recordings } = await recordOf(line, lady.callSid)
  expect([outcome, recordings.map(({ caseId }) => caseId)]).toEqual(['voicemail', [urgent.id]])
  const notices = await line.database.prisma.notice.findMany({ where: { person: { name: keeper } } })
  expect(notices).toContainEqual(expect.objectContaining({ kind: 'wake', body: expect.objectContaining({ case: urgent.number }) }))
  await noUnexpectedCalls(line.simulator, [elif, hugo])
})

test('she keyed something else first, digit by digit and slowly, goes back, and still comes to her waking', { timeout: 180_000 }, async () => {
  const { lady, elif } = await aNight('2026-11-18T03:10:00+01:00', NOBODY_KNOWS, { isDeskManned: false })
  await lady.dials(LINE)
  await keysSlowly(lady, await lady.hears(WORDS.en.menu), '2')
  await keysSlowly(lady, await lady.hears(WORDS.en.contract), '123456')
  expect(await lady.hears(/You entered/)).toContain('1 2 3 4 5 6')
  await keysSlowly(lady, '', '*')
  await keysSlowly(lady, await lady.hears(WORDS.en.menu), '4')
  await lady.hears(WORDS.en.waking)
  await elif.rings()
  const { case: urgent } = await wakeOf(line, lady)
  expect(urgent).toMatchObject({ severity: 'urgent', title: `Urgent call from ${NOBODY_KNOWS}` })
  await lady.hangsUp()
  await timePasses(line.simulator, 120)
  expect((await wakeOf(line, lady)).state).toBe('nobody')
  await nothingIsLeftUndone(lady)
})

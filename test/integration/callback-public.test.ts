// How strangers ask to be called back over HTTP, and what the holder of a link may do, on a real database.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { reserve } from '../../services/callbacks/abuse/money/store.ts'
import { changeState, holdCallback } from '../../services/callbacks/store.ts'
import { deliveryJobs } from '../../services/messages/delivery/jobs.ts'
import { planMessage } from '../../services/messages/plan/store.ts'
import { addText, TEXT_LIMITS } from '../../services/messages/store.ts'
import { writtenService } from '../../services/messages/written/service.ts'
import { publicAnswer, publicOptions, publicStatus } from '../../services/schemas/callbacks.ts'
import { OURS, publicLine, type PublicLine } from '../support/public-callbacks.ts'
import { countWaiting } from '../support/database.ts'

let line: PublicLine
beforeAll(async () => {
  line = await publicLine()
})
afterAll(() => line.close())
beforeEach(async () => {
  await line.database.pool.query(`delete from ask_count; delete from spending; delete from callback_breaker; delete from rule_version where kind = 'callback'`)
  for (const { id } of await line.database.prisma.callback.findMany({ where: { endedAt: null } })) {
    await line.database.prisma.$transaction(async (tx) => {
      const held = await holdCallback(tx, id)
      if (held) await changeState(tx, held, 'cancelled', { at: line.now(), why: 'the test is over' })
    })
  }
})

let numbers = 0
/** A landline of Berlin; spelled as people do. */
const landline = () => `030 2345${String(1_000 + (numbers += 1))}`
const mobile = () => `0151 2345${String(6_000 + (numbers += 1))}`
const asking = (more: object = {}) => ({ number: landline(), wish: 'now', ...more })
const firstWindow = async () => (await line.ask('/options?zone=Europe/Berlin')).body.windows[0] as { from: string; to: string }
const rowOf = (token: string) => line.database.prisma.callback.findUniqueOrThrow({ where: { token } })
const countCallbacks = () => line.database.prisma.callback.count()
const everyCode = { code: 'always' } as const
const lastText = async () => (await line.database.prisma.textMessage.findMany({ orderBy: { createdAt: 'desc' }, take: 1 }))[0]
const codeIn = (text: string | undefined): string => /\d{6}/.exec(text ?? '')?.[0] ?? 'no code'
const otherThan = (code: string): string => (code === '000000' ? '000001' : '000000')

describe('what is offered', () => {
  it('is as soon as possible and the windows that are covered, in his zone, with topics as customers say them', async () => {
    const { status, body } = await line.ask('/options?zone=America/New_York&language=ru')
    expect(status).toBe(200)
    const options = publicOptions.parse(body)
    expect(options).toMatchObject({ company: 'Havel Heating', canCall: true, now: { waitMinutes: 0 }, zone: 'America/New_York', languages: ['en', 'ru'] })
    expect(options.topics.map(({ key }) => key)).toEqual(['fault', 'invoice', 'contract', 'newCustomer', 'complaint', 'other'])
    expect(options.topics[3]?.title).toBe('Хочу стать клиентом')
    expect(options.windows.length).toBeGreaterThan(1)
  })

  it('is nothing by phone while the breaker is open; a request in writing is taken', async () => {
    await line.database.prisma.callbackBreaker.create({ data: { id: randomUUID(), why: 'byHand', openedAt: line.now() } })
    expect((await line.ask('/options')).body).toMatchObject({ canCall: false, now: null, windows: [] })
    expect(await line.ask('', asking())).toMatchObject({ status: 429, body: { code: 'NOT_NOW' } })
    expect((await line.ask('', asking({ wish: 'written', email: 'ida@example.org' }))).body).toMatchObject({ state: 'case' })
  })
})

describe('a request', () => {
  it('as soon as possible waits at once, with a case, a link, all that was said, and nobody as its customer', async () => {
    const customer = await line.database.prisma.customer.create({ data: { id: randomUUID(), name: 'Ida Krause', createdAt: line.now() } })
    await line.database.prisma.contactPoint.create({
      data: { id: randomUUID(), customerId: customer.id, kind: 'phone', value: '+493055501234', standing: 'direct', validFrom: line.now() },
    })
    const { status, body } = await line.ask('', {
      ...{
        number: '030 55501234',
        extension: '12',
        askFor: 'Frau Krause',
        name: 'Ida',
        email: 'ida@example.org',
        topic: 'fault',
        words: 'The heating is cold',
      },
      ...{ wish: 'now', language: 'ru', zone: 'Asia/Tokyo' },
    })
    expect(status).toBe(200)
    expect(publicAnswer.parse(body)).toMatchObject({ state: 'accepted', caseNumber: null, waitMinutes: 0, token: expect.stringMatching(/^[\w-]{43}$/) })
    const row = await line.database.prisma.callback.findUniqueOrThrow({ where: { token: body.token }, include: { case: true } })
    expect(row).toMatchObject({
      ...{
        number: '+493055501234',
        extension: '12',
        askFor: 'Frau Krause',
        name: 'Ida',
        email: 'ida@example.org',
        reason: 'fault',
        words: 'The heating is cold',
      },
      ...{ state: 'waiting', source: 'web', language: 'ru', zone: 'Asia/Tokyo', ourNumber: OURS, customerId: null, isAsap: true },
    })
    expect(row.case).toMatchObject({ channel: 'web', customerId: null, reason: 'fault' })
    expect(row.tokenUntil?.getTime()).toBe(line.now().getTime() + 14 * 86_400_000)
  })

  it('in a window is scheduled for it', async () => {
    const window = await firstWindow()
    const { body } = await line.ask('', asking({ wish: window, zone: 'Europe/Berlin' }))
    expect(body).toMatchObject({ state: 'accepted', window, waitMinutes: null })
    expect(await rowOf(body.token)).toMatchObject({ state: 'scheduled', caseId: null })
  })

  it('with an extension in the number means it', async () => {
    const { body } = await line.ask('', asking({ number: '030 901820 ext. 34' }))
    expect(await rowOf(body.token)).toMatchObject({ number: '+4930901820', extension: '34' })
  })

  it.each([
    // what                        more                                                place
    ['no number', { number: '' }, 'body.number'],
    ['not a number', { number: 'call me' }, 'body.number'],
    ['a short code', { number: '110' }, 'body.number'],
    ['premium', { number: '0900 1234567' }, 'body.number'],
    ['satellite', { number: '+881612345678' }, 'body.number'],
    ['our own number', { number: OURS }, 'body.number'],
    ['a country that is not called', { number: '+79161234567' }, 'body.number'],
    ['an extension of letters', { extension: 'abc' }, 'body.extension'],
    ['no e-mail address', { email: 'ida' }, 'body.email'],
    ['a topic that is none', { topic: 'voicemail' }, 'body.topic'],
    ['a window backwards', { wish: { from: '2026-03-03T10:00:00Z', to: '2026-03-03T09:00:00Z' } }, 'body.wish'],
    ['no wish', { wish: undefined }, 'body.wish'],
    ['written, but no way to answer', { wish: 'written' }, 'body.email'],
  ])('with %s is refused at its field, and nothing is made', async (_, more, place) => {
    const before = await countCallbacks()
    const { status, body } = await line.ask('', asking(more))
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'INVALID_INPUT', faults: [{ place }] })
    expect(await countCallbacks()).toBe(before)
  })

  it('says all faults at once', async () => {
    const { body } = await line.ask('', asking({ number: '110', topic: 'nonsense' }))
    expect(body.faults.map(({ place }: { place: string }) => place)).toEqual(['body.number', 'body.topic'])
  })

  it('that comes too late for its window gets those that are free, and nothing is made', async () => {
    const gone = { from: '2026-03-02T08:00:00.000Z', to: '2026-03-02T09:00:00.000Z' }
    const { status, body, headers } = await line.ask('', asking({ wish: gone }))
    expect(status).toBe(409)
    expect(headers['content-type']).toContain('application/problem+json')
    expect(body).toMatchObject({ code: 'WINDOW_GONE', values: gone })
    expect(publicOptions.parse(body.options).windows.length).toBeGreaterThan(1)
  })

  it('in writing becomes a case with an answer promised, and the same again is the same case', async () => {
    const written = { number: '', email: 'ida@example.org', name: 'Ida', wish: 'written', words: 'Where is my bill?', topic: 'invoice' }
    const first = await line.ask('', written)
    expect(first.body).toMatchObject({ state: 'case', token: null, caseNumber: expect.any(String) })
    const its = await line.database.prisma.case.findUniqueOrThrow({ where: { number: first.body.caseNumber }, include: { promises: true } })
    expect(its).toMatchObject({
      channel: 'web',
      reason: 'invoice',
      words: 'Where is my bill?',
      facts: { email: 'ida@example.org', name: 'Ida', language: 'en' },
    })
    expect(its.promises).toMatchObject([{ kind: 'answer', toWhom: 'Ida' }])
    expect((await line.ask('', written)).body.caseNumber).toBe(first.body.caseNumber)
    expect((await line.ask('', { ...written, words: 'Where is my other bill?' })).body.caseNumber).not.toBe(first.body.caseNumber)
  })

  it('in writing is answered where he asked, in full and in his language; what the program says goes without his words', async () => {
    const { prisma } = line.database
    const { body } = await line.ask('', { number: '', email: 'nina@example.org', wish: 'written', words: 'Buy at https://spam.example', language: 'ru' })
    const { id } = await prisma.case.findUniqueOrThrow({ where: { number: body.caseNumber } })
    const options = { hasMail: true, textLimits: TEXT_LIMITS }
    const jobs = deliveryJobs({ database: line.database, clock: line.clock, options, log: { warn: (details) => expect(details).toBeUndefined() } })
    await writtenService({ ...line, hasMail: true, wake: () => undefined }).send(body.caseNumber, null, {
      template: 'update',
      values: { news: 'Ваш счёт в пути.' },
    })
    await jobs.performDue()
    expect(await prisma.emailMessage.findMany({ where: { to: 'nina@example.org' } })).toMatchObject([{ text: expect.stringContaining('Ваш счёт в пути.') }])
    await prisma.emailMessage.deleteMany({ where: { to: 'nina@example.org' } })
    await prisma.$transaction((tx) => planMessage(tx, { caseId: id, kind: 'taken', at: line.now() }))
    line.clock.move({ minutes: 2 })
    await jobs.performDue()
    const [told] = await prisma.emailMessage.findMany({ where: { to: 'nina@example.org' } })
    expect(told?.text).toContain(body.caseNumber)
    expect(`${told?.subject} ${told?.text}`).not.toContain('spam')
  })

  it('that nobody can serve is taken as a case', async () => {
    const { body } = await line.ask('', asking({ skill: 'plumbing', words: 'The pipe drips' }))
    expect(body).toMatchObject({ state: 'case', token: null, window: null })
  })

  it('asked twice is one; the second hears so and gets no link, and what it says is added', async () => {
    const given = asking({ name: 'Ida', words: 'It is cold' })
    const first = await line.ask('', given)
    const second = await line.ask('', { ...given, words: 'It is still cold' })
    expect(second.body).toEqual({ state: 'same', token: null, caseNumber: null, window: null, waitMinutes: null })
    const { id, caseId } = await rowOf(first.body.token)
    expect(await line.database.prisma.callbackEvent.findMany({ where: { callbackId: id, kind: 'note' } })).toMatchObject([
      { body: { words: 'It is still cold' } },
    ])
    expect(await line.database.prisma.caseEvent.count({ where: { caseId: caseId ?? '', kind: 'contact' } })).toBe(1)
    // His neighbour at the same switchboard is somebody else.
    expect((await line.ask('', { ...given, name: 'Otto' })).body.state).toBe('accepted')
  })

  it('of five people behind one switchboard is five, each with a link of his own', async () => {
    const number = landline()
    const answers = []
    for (const extension of ['11', '12', '13', '14', '15']) answers.push(await line.ask('', asking({ number, extension })))
    expect(answers.map(({ body }) => body.state)).toEqual(Array.from({ length: 5 }, () => 'accepted'))
    expect(new Set(answers.map(({ body }) => body.token)).size).toBe(5)
  })

  it('with the same Idempotency-Key is the same request, with its link; of another number it is not', async () => {
    const given = asking()
    const key = { 'idempotency-key': randomUUID() }
    const first = await line.ask('', given, key)
    const [again, atOnce] = await Promise.all([line.ask('', given, key), line.ask('', given, key)])
    expect([again.body.token, atOnce.body.token]).toEqual([first.body.token, first.body.token])
    expect((await line.ask('', asking(), key)).body.token).not.toBe(first.body.token)
  })

  it('sent twice at once is made once', async () => {
    const before = await countCallbacks()
    const [given, key] = [asking(), { 'idempotency-key': randomUUID() }]
    const answers = await Promise.all([1, 2, 3].map(() => line.ask('', given, key)))
    expect(new Set(answers.map(({ body }) => body.token)).size).toBe(1)
    expect(await countCallbacks()).toBe(before + 1)
  })

  it('of a machine that fills in all fields looks accepted, and nothing is made', async () => {
    const before = await countCallbacks()
    const honest = await line.ask('', asking())
    const machine = await line.ask('', asking({ website: 'https://spam.example' }))
    expect(Object.keys(machine.body)).toEqual(Object.keys(honest.body))
    expect(machine).toMatchObject({ status: 200, body: { state: 'accepted', token: expect.stringMatching(/^[\w-]{43}$/) } })
    expect(await countCallbacks()).toBe(before + 1)
  })

  it('too many from one address is refused without a word why', async () => {
    const answers = []
    for (let n = 0; n < 7; n += 1) answers.push(await line.ask('', asking(), {}, '203.0.113.7'))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429])
    expect(answers[6]?.body).toMatchObject({ code: 'NOT_NOW' })
    expect(answers[6]?.body).not.toHaveProperty('values')
  })
})

describe('who is known', () => {
  it('is not told by any answer: the same form for a customer and a stranger', async () => {
    const { prisma } = line.database
    const customer = await prisma.customer.create({ data: { id: randomUUID(), name: 'Karl Adam', createdAt: line.now() } })
    await prisma.contactPoint.create({
      data: { id: randomUUID(), customerId: customer.id, kind: 'phone', value: '+493055509999', standing: 'direct', validFrom: line.now() },
    })
    const [known, stranger] = [await line.ask('', asking({ number: '+493055509999' })), await line.ask('', asking())]
    // The wait is that of the queue: the second asks behind the first.
    const alike = { token: '', waitMinutes: 0 }
    expect({ ...known.body, ...alike }).toEqual({ ...stranger.body, ...alike })
    const statuses = [await line.ask(`/${known.body.token}`), await line.ask(`/${stranger.body.token}`)].map(({ body }) => Object.keys(body).sort())
    expect(statuses[0]).toEqual(statuses[1])
  })
})

describe('the code', () => {
  const asked = async (more: object = {}) => {
    await line.ruleIs(everyCode)
    const { body } = await line.ask('', asking({ number: mobile(), ...more }))
    return { token: body.token as string, body, code: codeIn((await lastText())?.text) }
  }

  it('comes by text, in his language, and stands nowhere else; with it he waits at the place that he had', async () => {
    const { token, body, code } = await asked({ language: 'ru' })
    expect(body).toMatchObject({ state: 'codeNeeded', token: expect.any(String) })
    const before = await rowOf(token)
    expect(before).toMatchObject({ state: 'unverified', caseId: null })
    expect(before.codeHash).not.toContain(code)
    expect((await lastText())?.text).toBe(`Havel Heating: код ${code}. Действует 10 мин. Если вы не просили перезвонить, ничего не делайте.`)
    line.clock.move({ minutes: 3 })
    expect(await line.ask(`/${token}/code`, { code })).toMatchObject({ status: 200, body: { state: 'waiting', position: 1 } })
    const after = await rowOf(token)
    expect(after).toMatchObject({ state: 'waiting', placeAt: before.placeAt, codeHash: null, nextAt: after.dueAt })
    expect(after.caseId).not.toBeNull()
    // Sent again, since the answer was lost.
    expect(await line.ask(`/${token}/code`, { code })).toMatchObject({ status: 200, body: { state: 'waiting' } })
  })

  it('makes it the callback of the one customer who has the number as his own', async () => {
    const { prisma } = line.database
    const customer = await prisma.customer.create({ data: { id: randomUUID(), name: 'Nina Ott', createdAt: line.now() } })
    const value = '+4915123459911'
    await prisma.contactPoint.create({ data: { id: randomUUID(), customerId: customer.id, kind: 'phone', value, standing: 'direct', validFrom: line.now() } })
    const { token, code } = await asked({ number: value, wish: await firstWindow() })
    expect(await rowOf(token)).toMatchObject({ customerId: null })
    expect((await line.ask(`/${token}/code`, { code })).body.state).toBe('scheduled')
    expect(await rowOf(token)).toMatchObject({ customerId: customer.id })
  })

  it('may be wrong twice; the third time it is over', async () => {
    const { token, code } = await asked()
    const wrong = { code: otherThan(code) }
    expect(await line.ask(`/${token}/code`, wrong)).toMatchObject({ status: 422, body: { code: 'CODE_WRONG', values: { left: 2 } } })
    expect((await line.ask(`/${token}/code`, wrong)).body.values).toEqual({ left: 1 })
    expect(await line.ask(`/${token}/code`, wrong)).toMatchObject({ status: 410, body: { code: 'CODE_OVER' } })
    expect(await line.ask(`/${token}/code`, { code })).toMatchObject({ status: 410, body: { code: 'CODE_OVER' } })
    expect(await rowOf(token)).toMatchObject({ state: 'expired', endWhy: 'codeWrong' })
    expect((await line.ask(`/${token}`)).body.state).toBe('over')
  })

  it('of many at once counts as many', async () => {
    const { token, code } = await asked()
    const answers = await Promise.all(Array.from({ length: 10 }, () => line.ask(`/${token}/code`, { code: otherThan(code) })))
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(2)
    expect(await rowOf(token)).toMatchObject({ state: 'expired', codeTries: 3 })
  })

  it('comes too late after ten minutes', async () => {
    const { token, code } = await asked()
    line.clock.move({ minutes: 10 })
    expect((await line.ask(`/${token}/code`, { code })).status).toBe(410)
    expect((await rowOf(token)).state).toBe('unverified') // until the sweeper comes by
  })

  it('goes to a number once in ten minutes, whoever asks; then he may ask again', async () => {
    const number = mobile()
    const texts = () => line.database.prisma.textMessage.count()
    const first = await asked({ number, name: 'Ida' })
    const sent = await texts()
    expect(await line.ask('', asking({ number, name: 'Otto' }))).toMatchObject({ status: 429, body: { code: 'NOT_NOW' } })
    const again = await line.ask('', asking({ number, name: 'Ida' }))
    expect(again.body).toMatchObject({ state: 'codeNeeded' })
    expect(await texts()).toBe(sent)
    // Nobody takes the link of another: whoever reads the text enters its code, and his is the one that stays.
    expect((await line.ask(`/${first.token}`)).body.state).toBe('codeNeeded')
    expect((await line.ask(`/${again.body.token}/code`, { code: first.code })).body.state).toBe('waiting')
    expect((await line.ask(`/${first.token}`)).body.state).toBe('cancelled')
    expect((await line.ask('', asking({ number, name: 'Ida' }))).body.state).toBe('same')
    line.clock.move({ minutes: 11 })
    await line.database.pool.query('delete from ask_count')
    expect((await line.ask('', asking({ number, name: 'Otto' }))).body).toMatchObject({ state: 'codeNeeded' })
  })

  it('decides between a stranger who has asked for another time and him whose number it is', async () => {
    const number = mobile()
    const wish = await firstWindow()
    const stranger = (await line.ask('', asking({ number, wish }))).body
    expect(stranger).toMatchObject({ state: 'accepted', window: wish })
    const { body } = await line.ask('', asking({ number, words: 'It is urgent' }))
    expect(body).toMatchObject({ state: 'codeNeeded' })
    expect((await line.ask(`/${stranger.token}`)).body.state).toBe('scheduled') // until the code has come back
    expect((await line.ask(`/${body.token}/code`, { code: codeIn((await lastText())?.text) })).body.state).toBe('waiting')
    expect((await line.ask(`/${stranger.token}`)).body.state).toBe('cancelled')
    expect(await line.database.prisma.callback.findMany({ where: { endedAt: null } })).toMatchObject([{ isAsap: true, words: 'It is urgent' }])
    // He has proved it: now nobody takes it from him.
    expect((await line.ask('', asking({ number, wish }))).body).toMatchObject({ state: 'same', token: null })
  })

  it('that came too late does not stand in the way of the next', async () => {
    const number = mobile()
    const { token } = await asked({ number })
    line.clock.move({ minutes: 11 })
    expect((await line.ask('', asking({ number }))).body).toMatchObject({ state: 'codeNeeded' })
    expect(await rowOf(token)).toMatchObject({ state: 'expired', endWhy: 'codeLate' })
  })

  it('does not wait in a circle with a text to somebody else that is being paid for', async () => {
    await line.ruleIs(everyCode)
    const { prisma, pool } = line.database
    const answers: Array<ReturnType<typeof line.ask>> = []
    await prisma.$transaction(async (tx) => {
      await reserve(tx, { kind: 'text', key: 'to somebody else', number: '+4915123450001', at: line.now() })
      answers.push(line.ask('', asking({ number: mobile() })))
      while ((await countWaiting(pool)) === 0) await sleep(5)
      await addText(tx, { id: 'to somebody else', callSid: null, dialled: OURS, to: '+4915123450001', text: 'We call you' }, TEXT_LIMITS, line.now())
    })
    expect(await Promise.all(answers)).toMatchObject([{ status: 200, body: { state: 'codeNeeded' } }])
  })

  it('is not sent without money, nor to who wants no texts, and then nothing stays', async () => {
    const before = await countCallbacks()
    const number = mobile()
    await line.database.prisma.textRefusal.create({ data: { number: `+49${number.slice(1).replace(' ', '')}`, refusedAt: line.now() } })
    await line.ruleIs(everyCode)
    expect(await line.ask('', asking({ number }))).toMatchObject({ status: 429, body: { code: 'NOT_NOW' } })
    await line.ruleIs({ ...everyCode, budget: { hourMinor: 1 } })
    expect(await line.ask('', asking({ number: mobile() }))).toMatchObject({ status: 429, body: { code: 'NOT_NOW' } })
    expect(await countCallbacks()).toBe(before)
  })
})

describe('the link', () => {
  const asked = async (more: object = {}) => (await line.ask('', asking(more))).body.token as string

  it('shows how it stands and the last two digits, and nothing else of him', async () => {
    const number = '030 23459977'
    const token = await asked({ number, name: 'Ida Krause', words: 'My secret' })
    const { body, text } = await line.ask(`/${token}`)
    expect(publicStatus.parse(body)).toMatchObject({ state: 'waiting', position: 1, waitMinutes: 0, numberEnds: '77', canMove: true })
    expect(text).not.toMatch(/Krause|secret|23459977/)
    line.clock.move({ seconds: 1 })
    const second = await asked()
    expect((await line.ask(`/${second}`)).body).toMatchObject({ position: 2 })
  })

  it('is not guessed, and ends', async () => {
    expect(await line.ask('/short')).toMatchObject({ status: 404, body: { code: 'LINK_NOT_FOUND' } })
    expect(await line.ask(`/${'a'.repeat(43)}`)).toMatchObject({ status: 404, body: { code: 'LINK_NOT_FOUND' } })
    const token = await asked()
    await line.database.prisma.callback.update({ where: { token }, data: { tokenUntil: line.now() } })
    for (const answer of [await line.ask(`/${token}`), await line.ask(`/${token}/cancel`, {})])
      expect(answer).toMatchObject({ status: 410, body: { code: 'LINK_EXPIRED' } })
  })

  it('moves it to a free window, which is held then; one that is taken is refused', async () => {
    const token = await asked()
    const window = await firstWindow()
    expect((await line.ask(`/${token}/move`, { window })).body).toMatchObject({ state: 'scheduled', window, position: null })
    const gone = { from: '2026-03-02T08:00:00.000Z', to: '2026-03-02T09:00:00.000Z' }
    expect(await line.ask(`/${token}/move`, { window: gone })).toMatchObject({ status: 409, body: { code: 'WINDOW_GONE' } })
    expect((await line.ask(`/${token}`)).body.window).toEqual(window)
  })

  it('cancels it, once; then nothing more', async () => {
    const token = await asked()
    expect((await line.ask(`/${token}/cancel`, {})).body).toMatchObject({ state: 'cancelled', canMove: false, windows: [] })
    expect((await line.ask(`/${token}/cancel`, {})).status).toBe(200)
    expect(await line.ask(`/${token}/move`, { window: await firstWindow() })).toMatchObject({ status: 409, body: { code: 'CALLBACK_IS_OVER' } })
    expect(await rowOf(token)).toMatchObject({ state: 'cancelled', endWhy: 'asked' })
  })

  it('changes nothing while a phone rings for it', async () => {
    const token = await asked()
    const { id, number } = await rowOf(token)
    await line.database.prisma.$transaction(async (tx) => {
      const held = await holdCallback(tx, id)
      if (!held) return
      const data = { id: randomUUID(), callbackId: id, n: 1, personId: line.ada, number, state: 'offering', why: 'the longest idle', startedAt: line.now() }
      await tx.callbackAttempt.create({ data })
      await changeState(tx, held, 'offering', { at: line.now(), why: 'the longest idle' })
    })
    expect((await line.ask(`/${token}`)).body).toMatchObject({ state: 'calling', canMove: false, position: null })
    for (const act of ['cancel', 'move']) {
      expect(await line.ask(`/${token}/${act}`, { window: { from: '2026-03-03T10:00:00Z', to: '2026-03-03T11:00:00Z' } })).toMatchObject({
        status: 409,
        body: { code: 'CALLBACK_RINGS' },
      })
    }
    await line.database.prisma.$transaction(async (tx) => {
      const held = await holdCallback(tx, id)
      await tx.callbackAttempt.updateMany({ where: { callbackId: id }, data: { state: 'ended', outcome: 'declined', endedAt: line.now() } })
      if (held) await changeState(tx, held, 'waiting', { at: line.now(), why: 'refused' })
    })
  })
})

describe('other sites', () => {
  it('may ask and read, without cookies', async () => {
    const headers = { origin: 'https://shop.example' }
    const preflight = await line.send('OPTIONS', '/api/public/callbacks', undefined, { ...headers, 'access-control-request-method': 'POST' })
    expect(preflight.status).toBe(204)
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type, idempotency-key',
    })
    const answer = await line.ask('', asking(), headers)
    expect(answer.status).toBe(200)
    expect(answer.headers['access-control-allow-origin']).toBe('*')
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials')
    const refused = await line.ask('', asking({ number: '' }), headers)
    expect(refused.headers['access-control-allow-origin']).toBe('*')
  })

  it('have no way to what is not public', async () => {
    const { status, headers } = await line.send('GET', '/api/levels', undefined, { origin: 'https://shop.example' })
    expect(status).toBe(401)
    expect(headers).not.toHaveProperty('access-control-allow-origin')
  })

  it('tokens and numbers stand in no log line', async () => {
    const { body } = await line.ask('', asking({ number: '030 23458811' }))
    await line.ask(`/${body.token}`)
    await line.submit(`/callback/${body.token}/move`, {})
    const log = line.logged.join('')
    expect(log).toContain('/api/public/callbacks/***')
    expect(log).not.toContain(body.token)
    expect(log).not.toContain('23458811')
  })
})

it('only sites that are named may ask, where some are', async () => {
  const named = await publicLine({ publicOrigins: ['https://shop.example'] })
  const from = (origin: string) => named.ask('', asking(), { origin })
  const ours = await from('https://shop.example')
  expect(ours.status).toBe(200)
  expect(ours.headers).toMatchObject({ 'access-control-allow-origin': 'https://shop.example', vary: expect.stringContaining('Origin') })
  const foreign = await from('https://evil.example')
  expect(foreign).toMatchObject({ status: 403, body: { code: 'ORIGIN_FOREIGN' } })
  expect(foreign.headers).not.toHaveProperty('access-control-allow-origin')
  expect((await named.ask('', asking(), { origin: 'https://line.example' })).status).toBe(200)
  expect((await named.ask('', asking())).status).toBe(200) // a program
  await named.close()
})

it('a flood that is refused costs the database little more than to count it', async () => {
  await line.database.prisma.callbackBreaker.create({ data: { id: randomUUID(), why: 'byHand', openedAt: line.now() } })
  const statements = vi.spyOn(pg.Client.prototype, 'query')
  const answers = await Promise.all(Array.from({ length: 100 }, () => line.ask('', asking({ number: mobile() }))))
  const count = statements.mock.calls.length
  statements.mockRestore()
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(100)
  expect(count).toBeLessThan(140)
  const { rows } = await line.database.pool.query(`select refused from ask_count where scope = 'all'`)
  expect(rows).toEqual([{ refused: 100 }])
})

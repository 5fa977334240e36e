import { afterEach, beforeEach, expect, test } from 'vitest'
import { control, LINE, MARTA, recordOf } from '../support/line.ts'
import { noUnexpectedCalls, nothingElseRings, timePasses } from '../support/phones.ts'
import { callByHand } from '../support/webhooks.ts'
import { PHONES, startWakingLine, urgentCaller, wakeOf, type WakingLine } from '../support/waking.ts'

let line: WakingLine
beforeEach(async () => {
  line = await startWakingLine()
})
afterEach(() => line.stop())

const notices = async (name: string, kind: string) => {
  const rows = await line.database.prisma.notice.findMany({ where: { kind, person: { name } } })
  return rows.map(({ body }) => body)
}
const behaves = (number: string, behaviour: object) => control(line.simulator, 'PUT', `/phones/${encodeURIComponent(number)}`, { behaviour })

test('the first does not answer, the second accepts: the caller hears who and by when, and the case is his', async () => {
  const { dana, elif, hugo } = line.night
  const marta = await urgentCaller(line, MARTA)
  await dana.rings()
  await elif.rings()
  await elif.answers()
  const told = await elif.hears(/Urgent call for Havel Heating\. Case/)
  const before = await wakeOf(line, marta)
  expect(told).toContain(
    `Case ${[...before.case.number].join(', ')}. Water through the ceiling. The caller waits for your call at 4, 9, 3, 0, 2, 3, 1, 2, 5, 2, 0, 0.`,
  )
  expect(before).toMatchObject({
    state: 'calling',
    called: [
      ['Dana Novak', 'noAnswer'],
      ['Elif Kaya', 'answered'],
    ],
    owners: [['Dana Novak', 'born']],
    promises: [],
  })
  await elif.presses('1')
  await elif.hears(/You have it/)
  const heard = await marta.hears(/has your case/)
  expect(heard).toContain(`Elif Kaya has your case ${before.case.number}`)
  expect(heard).toMatch(/calls you by today at 3:40 AM/)
  await elif.hangsUp()
  await marta.hearsTheLineEnd()

  const after = await wakeOf(line, marta)
  expect(after).toMatchObject({
    state: 'accepted',
    by: 'Elif Kaya',
    called: [
      ['Dana Novak', 'noAnswer'],
      ['Elif Kaya', 'accepted'],
    ],
    owners: [
      ['Dana Novak', 'born'],
      ['Elif Kaya', 'woken'],
    ],
    promises: [{ kind: 'callback' }],
    case: { severity: 'urgent' },
  })
  expect(after.custodies[0]?.toAt).toEqual(after.custodies[1]?.fromAt)
  expect(after.promises[0]?.dueAt.toISOString()).toBe('2026-11-18T02:40:00.000Z')
  const { legs, steps } = await recordOf(line, marta.callSid)
  expect(steps.filter(({ kind }) => kind === 'woken').map(({ detail }) => detail)).toMatchObject([
    { name: 'Dana Novak', result: 'noAnswer', why: 'Front line: on call until 08:00, urgent' },
    { name: 'Elif Kaya', result: 'accepted', why: 'Specialists: on call until 08:00, urgent' },
  ])
  expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).sort())
  expect(legs.map(({ number, status }) => [number, status])).toEqual([
    [PHONES.dana, 'no-answer'],
    [PHONES.elif, 'completed'],
  ])
  expect(legs.every(({ endedAt }) => endedAt !== null)).toBe(true)
  expect(await notices('Dana Novak', 'woken')).toEqual([{ case: before.case.number, title: 'Water through the ceiling', name: 'Elif Kaya' }])
  await noUnexpectedCalls(line.simulator, [dana, elif])
  expect(hugo.heard).toEqual([])
})

test('he presses 1 again and talks with the caller, who has hung up at once: waking goes on without him', async () => {
  const { dana } = line.night
  const marta = await urgentCaller(line, MARTA)
  const { callSid } = marta
  await marta.hangsUp()
  await dana.answers()
  await dana.presses('1')
  await dana.hears(/You have it/)
  await dana.presses('1')
  await marta.answers()
  await dana.says('Dana Novak here.')
  await marta.hears('Dana Novak here.')
  await marta.hangsUp()
  await dana.hearsTheLineEnd()
  expect(await wakeOf(line, { callSid })).toMatchObject({
    state: 'accepted',
    by: 'Dana Novak',
    owners: [
      ['Dana Novak', 'born'],
      ['Dana Novak', 'woken'],
    ],
    promises: [{ kind: 'callback' }],
  })
  const { legs, outcome } = await recordOf(line, callSid)
  expect(legs.map(({ number, status }) => [number, status])).toEqual([
    [PHONES.dana, 'completed'],
    [MARTA, 'completed'],
  ])
  expect(outcome).toBe('self-served')
})

test('one refuses, one has a mailbox, one is busy: nobody. The keeper and the head of the level are told', async () => {
  const { dana, elif, hugo } = line.night
  await behaves(PHONES.elif, { kind: 'voicemail' })
  await behaves(PHONES.hugo, { kind: 'busy' })
  const marta = await urgentCaller(line, MARTA)
  await dana.answers()
  await dana.presses('2')
  await dana.hears('Thank you. Goodbye.')
  await marta.hears(/Nobody could be reached\. Dana Novak has your case\./)
  await marta.hearsTheLineEnd()
  const inVain = await wakeOf(line, marta)
  expect(inVain).toMatchObject({
    state: 'nobody',
    called: [
      ['Dana Novak', 'declined'],
      ['Elif Kaya', 'declined'],
      ['Hugo Martin', 'declined'],
    ],
    owners: [['Dana Novak', 'born']],
    promises: [],
  })
  const body = { case: inVain.case.number, title: 'Water through the ceiling' }
  const { head } = await line.database.prisma.level.findUniqueOrThrow({ where: { rank: 1 }, include: { head: true } })
  expect([await notices('Dana Novak', 'wake'), await notices(head.name, 'wake')]).toEqual([[body], [body]])
  await nothingElseRings(line.simulator)
  expect(hugo.heard).toEqual([])
  expect(elif.heard).toEqual([])
})

test('two calls at once and one person on call: he is called for the second when he is done with the first', async () => {
  const { prisma } = line.database
  await prisma.shift.deleteMany({ where: { person: { name: { in: ['Elif Kaya', 'Hugo Martin'] } } } })
  const { dana } = line.night
  const marta = await urgentCaller(line, MARTA)
  const aylin = await urgentCaller(line, '+493023125203')
  for (const caller of [marta, aylin]) {
    await dana.rings()
    await timePasses(line.simulator, 6)
    expect((await control<{ legs: object[] }>(line.simulator, 'GET', '/ringing')).legs, 'her phone rings once').toHaveLength(1)
    await dana.answers()
    await nothingElseRings(line.simulator)
    await dana.presses('1')
    await dana.hears(/You have it/)
    await dana.hangsUp()
    await caller.hears(/Dana Novak has your case/)
  }
  for (const caller of [marta, aylin]) expect(await wakeOf(line, caller)).toMatchObject({ state: 'accepted', called: [['Dana Novak', 'accepted']] })
})

const twilioSays = async (person: string, path: string, fields: Record<string, string>) => {
  const attempt = await line.database.prisma.wakeAttempt.findFirstOrThrow({ where: { person: { name: person } } })
  const call = callByHand(line, LINE, attempt.phone)
  return call.post(`/webhooks/twilio/wake/${path}?attempt=${attempt.id}&lang=en`, { CallSid: attempt.legSid ?? call.sid, ...fields })
}

test('a 1 that comes after all were called in vain still takes the case, and says so; nobody is told a time', async () => {
  for (const number of Object.values(PHONES)) await behaves(number, { kind: 'busy' })
  const marta = await urgentCaller(line, MARTA)
  await marta.hears(/Nobody could be reached/)
  const { body } = await twilioSays('Elif Kaya', 'answer', { Digits: '1' })
  expect(body).toContain('The caller was told that nobody could be reached.')
  expect(await wakeOf(line, marta)).toMatchObject({
    state: 'accepted',
    by: 'Elif Kaya',
    owners: [
      ['Dana Novak', 'born'],
      ['Elif Kaya', 'woken'],
    ],
    promises: [],
  })
  expect([await notices('Dana Novak', 'wake'), await notices('Dana Novak', 'woken')]).toMatchObject([[], [{ name: 'Elif Kaya' }]])
  expect((await twilioSays('Hugo Martin', 'answer', { Digits: '1' })).body).toContain('Elif Kaya has taken this case already.')
  expect((await twilioSays('Hugo Martin', 'ask', {})).body).toContain('Elif Kaya has taken this case already.')
})

test('two press 1 in the same moment, each again and again: one has it, and the same one each time', async () => {
  const { dana, elif } = line.night
  const marta = await urgentCaller(line, MARTA)
  await dana.rings()
  await elif.rings()
  const pressed = await Promise.all(
    Array.from({ length: 6 }, async (_, n) => [n % 2, (await twilioSays(n % 2 ? 'Dana Novak' : 'Elif Kaya', 'answer', { Digits: '1' })).body] as const),
  )
  const has = (who: number) => pressed.filter(([n]) => n === who).map(([, body]) => /You have it/.test(body))
  expect([...has(0), ...has(1)].filter(Boolean)).toHaveLength(3)
  expect(new Set(has(0)).size + new Set(has(1)).size).toBe(2)
  const { owners, promises, custodies } = await wakeOf(line, marta)
  expect(promises).toHaveLength(1)
  expect(owners.length).toBe(custodies.filter(({ toAt }) => toAt === null).length + (owners.length - 1))
})

test.each<[string, object, string]>([
  ['500 after the work was done', { fault: 'restErrorAfter', request: 'POST Calls' }, 'accepted'],
  ['500 before', { fault: 'restErrorBefore', request: 'POST Calls' }, 'unknown'],
])('the provider answers %s: nobody is called twice', async (_, fault, first) => {
  await control(line.simulator, 'POST', '/faults/next', fault)
  const { dana, elif } = line.night
  const marta = await urgentCaller(line, MARTA)
  const taker = first === 'accepted' ? dana : elif
  await taker.answers()
  await taker.presses('1')
  await marta.hears(/has your case/)
  const { called } = await wakeOf(line, marta)
  expect(called[0]).toEqual(['Dana Novak', first])
  const { entries } = await control<{ entries: Array<{ kind: string; url: string; method: string }> }>(line.simulator, 'GET', '/journal?limit=10000')
  const placed = entries.filter(({ kind, url, method }) => kind === 'rest' && method === 'POST' && url.includes('/Calls.json'))
  expect(placed).toHaveLength(called.length)
})

test('too many requests at once (429): he is called a moment later, and stands in the list once', async () => {
  for (let n = 0; n < 2; n += 1) await control(line.simulator, 'POST', '/faults/next', { fault: 'rateLimit429', request: 'POST Calls' })
  const { dana } = line.night
  const marta = await urgentCaller(line, MARTA)
  await dana.answers()
  await dana.presses('1')
  await marta.hears(/Dana Novak has your case/)
  expect(await wakeOf(line, marta)).toMatchObject({ called: [['Dana Novak', 'accepted']] })
})

test('a number that may not be called (21216): the next one at once', async () => {
  await control(line.simulator, 'PUT', '/faults', { blocked: [PHONES.dana] })
  const { elif } = line.night
  const marta = await urgentCaller(line, MARTA)
  await elif.answers()
  await elif.presses('1')
  await marta.hears(/Elif Kaya has your case/)
  expect(await wakeOf(line, marta)).toMatchObject({
    called: [
      ['Dana Novak', 'failed'],
      ['Elif Kaya', 'accepted'],
    ],
  })
})

test('every report of his leg is lost: the next one is called after his time, and his phone counts as free again', async () => {
  await control(line.simulator, 'PUT', '/faults', { rates: { dropStatus: 1 } })
  const { elif } = line.night
  const marta = await urgentCaller(line, MARTA)
  await elif.answers()
  await elif.presses('1')
  await marta.hears(/Elif Kaya has your case/)
  const { called, wake } = await wakeOf(line, marta)
  expect(called[0]).toEqual(['Dana Novak', 'noAnswer'])
  expect(await line.database.prisma.callLeg.count({ where: { callSid: wake.callSid, number: PHONES.dana, endedAt: null } })).toBe(0)
})

test('ten minutes are the most: nobody is called after them, whoever is left', async () => {
  const { dana } = line.night
  const marta = await urgentCaller(line, MARTA)
  await dana.rings()
  await line.database.pool.query(`update wake set until_at = started_at + interval '32 seconds'`)
  await marta.hears(/Nobody could be reached/)
  expect(await wakeOf(line, marta)).toMatchObject({ state: 'nobody', called: [['Dana Novak', 'noAnswer']] })
})

test('a contract in Russian: he hears Russian, and so does she', async () => {
  await line.database.prisma.person.updateMany({ where: { name: 'Dana Novak' }, data: { language: 'ru' } })
  const { dana } = line.night
  await urgentCaller(line, MARTA)
  await dana.answers()
  await dana.hears(/Срочный вызов, Havel Heating\. Обращение/)
  await dana.presses('1')
  await dana.hears(/Обращение за вами/)
  await timePasses(line.simulator, 30)
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { offerReader } from '../../services/calls/offers/store.ts'
import { recordAfter } from '../support/callers.ts'
import { control, LINE, MARTA, recordOf, startLine, type TestLine } from '../support/line.ts'
import { noUnexpectedCalls, phone, timePasses } from '../support/phones.ts'
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
    leave: leave
    callback: callMe
    onFailed: message
  leave:
    do: openCase
    title: Left with us
    reason: queue
    promise: true
    next: promised
  promised:
    do: say
    prompt:
      en: 'Your case number is {{case.number | digits}}. You have an answer {{case.by}}.'
      ru: 'Номер {{case.number | digits}}. Ответ - {{case.by}}.'
    next: bye
  callMe:
    do: callback
    title: Callback
    next: called
    onNoNumber: message
  called:
    do: say
    prompt: { en: 'We call you back at {{callback.number}}, {{callback.by}}.', ru: 'Мы перезвоним на {{callback.number}}, {{callback.by}}.' }
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

const [SERGEI, BAKERY, AYLIN, DANA] = ['+493023125201', '+493023125202', '+493023125203', '+493023125902']
let line: TestLine
let flowsDir: string
beforeEach(async () => {
  flowsDir = await mkdtemp(join(tmpdir(), 'nightline-flows-'))
  await writeFile(join(flowsDir, 'support.yaml'), FLOW)
  line = await startLine({ at: '2026-11-18T10:00:00+01:00', flowsDir })
  await emptyTheRoster(line)
  await putOnShift(line, { name: 'Dana Novak', from: '2026-11-18T08:00', to: '2026-11-18T16:00' })
})
afterEach(async () => {
  await line.stop()
  await rm(flowsDir, { recursive: true })
})

async function talksWithDana(): Promise<ReturnType<typeof phone>> {
  const marta = phone(MARTA, line.simulator)
  const dana = phone(DANA, line.simulator)
  await marta.dials(LINE)
  await dana.answers()
  await dana.presses('1')
  await timePasses(line.simulator, 5)
  return marta
}

test('three callers, one person: each hears his place; who leaves it with us has a case and a time; the rest are served in their order', async () => {
  const marta = await talksWithDana()
  const [sergei, bakery, aylin] = [SERGEI, BAKERY, AYLIN].map((number) => phone(number, line.simulator)) as [typeof marta, typeof marta, typeof marta]
  await sergei.dials(LINE)
  await sergei.hears(/в очереди: 1/)
  await timePasses(line.simulator, 1)
  await bakery.dials(LINE)
  await bakery.hears(/number 2 in line/)
  await timePasses(line.simulator, 1)
  await aylin.dials(LINE)
  await aylin.hears(/number 3 in line/)
  await bakery.presses('1')
  const heard = await bakery.hears(/You have an answer/)
  expect(heard).toMatch(/You have an answer by today at 8 PM\./)
  await bakery.hearsTheLineEnd()
  const { cases, outcome } = await recordAfter(line, bakery)
  expect(outcome).toBe('self-served')
  expect(heard.replace(/\D/g, '')).toContain(cases[0]?.number)
  const promises = await line.database.prisma.customerPromise.findMany({ where: { callSid: bakery.callSid } })
  expect(promises).toMatchObject([{ kind: 'answer', dueAt: new Date('2026-11-18T19:00:00Z') }])
  await aylin.hears(/number 2 in line/)

  await marta.hangsUp()
  const dana = phone(DANA, line.simulator)
  await dana.rings() // after her wrap-up
  await dana.answers()
  await dana.presses('1')
  await sergei.hangsUp()
  expect((await recordAfter(line, sergei)).outcome).toBe('answered')
  await aylin.presses('2')
  await aylin.hears(/We call you back at 0 3 0 2 3 1 2 5 2 0 3, by today at/)
  await aylin.hearsTheLineEnd()
  const { callSid } = aylin
  expect((await recordAfter(line, aylin)).outcome).toBe('callback')
  await dana.rings()
  await dana.answers()
  await dana.hears('A callback for')
  await dana.presses('1')
  await aylin.rings()
  await aylin.answers()
  await timePasses(line.simulator, 10)
  await aylin.hangsUp()
  await timePasses(line.simulator, 5)
  expect(await line.database.prisma.callback.findMany()).toMatchObject([{ number: AYLIN, callSid, state: 'done', tries: 1, brokenAt: null }])
  const period = { from: '2026-11-18T00:00:00Z', to: '2026-11-19T00:00:00Z' }
  expect(await offerReader(line.database)(period)).toEqual({ calls: 3, leave: { offered: 3, accepted: 1 }, callback: { offered: 3, accepted: 1 } })
  await noUnexpectedCalls(line.simulator, [{ number: DANA }, { number: AYLIN }])
})

test('who holds for long stays in line; a caller whose end was never told holds up nobody, and his call is closed within eleven minutes', async () => {
  await talksWithDana()
  const sergei = phone(SERGEI, line.simulator)
  const aylin = phone(AYLIN, line.simulator)
  await sergei.dials(LINE)
  await sergei.hears(/в очереди: 1/)
  await timePasses(line.simulator, 1)
  await aylin.dials(LINE)
  await aylin.hears(/number 2 in line/)
  for (let minute = 0; minute < 12; minute += 1) await timePasses(line.simulator, 60)
  expect(await recordOf(line, sergei.callSid)).toMatchObject({ endedAt: null, status: 'in-progress' })

  await control(line.simulator, 'POST', '/faults/next', { fault: 'dropStatus', callSid: sergei.callSid, event: 'completed' })
  await sergei.hangsUp()
  await aylin.hears(/number 1 in line/)
  expect((await recordOf(line, sergei.callSid)).endedAt).toBeNull()
  for (let minute = 0; minute < 11; minute += 1) await timePasses(line.simulator, 60)
  expect(await recordAfter(line, sergei)).toMatchObject({ status: 'completed', outcome: 'abandoned' })
  expect(await recordOf(line, aylin.callSid)).toMatchObject({ endedAt: null })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCaller } from '../support/callers.ts'
import { atDesk, type AtDesk } from '../support/desk.ts'
import { LINE, MARTA, recordOf, startLine, type TestLine } from '../support/line.ts'
import { control, nothingElseRings, phone, timePasses } from '../support/phones.ts'

const ROBOT = '+493023125777'

let line: TestLine
let amira: AtDesk
let chen: AtDesk
beforeAll(async () => {
  line = await startLine()
  amira = await atDesk(line, 'Amira Haddad')
  chen = await atDesk(line, 'Chen Wei')
})
afterAll(async () => {
  await line.stop()
})

const listen = (sid: string, who: AtDesk | undefined, headers: Record<string, string> = {}) =>
  fetch(`${line.url}/api/recordings/${sid}/audio`, { headers: { ...(who && { cookie: who.cookie }), ...headers } })

test('a message is played through us to who may hear it; once deleted it is heard no more, and it is gone at the provider', async () => {
  const marta = await aCaller(line, MARTA)
  await marta.presses('3')
  await marta.hears(/tell us after the tone/)
  await marta.says('The boiler in the cellar makes a noise like a train.')
  await marta.hangsUp()
  await timePasses(line.simulator, 2)
  const [recording] = (await recordOf(line, marta.callSid)).recordings
  const sid = recording?.sid ?? ''

  expect((await listen(sid, undefined)).status).toBe(401)
  const sound = await listen(sid, amira)
  expect([sound.status, sound.headers.get('content-type'), sound.headers.get('cache-control')]).toEqual([200, 'audio/x-wav', 'no-store'])
  expect(
    Buffer.from(await sound.arrayBuffer())
      .subarray(0, 4)
      .toString(),
  ).toBe('RIFF')
  const heard = await line.database.prisma.auditEntry.findMany({ where: { subject: sid } })
  expect(heard).toMatchObject([{ kind: 'recording.played', actor: amira.id }])
  expect((await listen('RE00000000000000000000000000000000', amira)).status).toBe(404)

  expect(await amira.tries('DELETE', `/api/recordings/${sid}`)).toMatchObject({ status: 403 })
  expect(await chen.tries('DELETE', `/api/recordings/${sid}`)).toMatchObject({ status: 204 })
  expect((await listen(sid, amira)).status).toBe(410)
  await expect
    .poll(() => line.database.prisma.recording.findUnique({ where: { sid } }), { timeout: 10_000 })
    .toMatchObject({ erasedAt: expect.any(Date), deletedById: chen.id })
  const { accountSid, authToken, url } = line.simulator
  const atProvider = await fetch(`${url}/2010-04-01/Accounts/${accountSid}/Recordings/${sid}.json`, {
    headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
  })
  expect(atProvider.status).toBe(404)
  expect(await chen.tries('DELETE', `/api/recordings/${sid}`)).toMatchObject({ status: 204 }) // twice does no harm
  expect(await line.database.prisma.auditEntry.count({ where: { subject: sid, kind: 'recording.deleted' } })).toBe(1)
  expect(await line.database.prisma.call.findUnique({ where: { sid: marta.callSid } })).toMatchObject({ recordingRule: 0, consent: 'none' })
})

test('a blocked number is turned away, with a record, until the block ends', async () => {
  const block = (number: string, more: object = {}) =>
    chen.tries<{ code: string; values: object }>('POST', '/api/blocked-numbers', { number, reason: 'sells watches', ...more })
  expect(await amira.tries('GET', '/api/blocked-numbers')).toMatchObject({ status: 403 })
  expect(await block(LINE)).toMatchObject({ status: 409, body: { code: 'NUMBER_OF_OURS' } })
  expect(await block('+493023125901')).toMatchObject({ status: 409, body: { code: 'NUMBER_OF_OURS' } })
  expect(await block('+4930', {})).toMatchObject({ status: 400 })
  const { now } = await control<{ now: string }>(line.simulator, 'GET', '/clock')
  expect(await block(ROBOT, { expiresAt: now })).toMatchObject({ status: 400, body: { code: 'EXPIRY_PASSED' } })
  const expiresAt = new Date(Date.parse(now) + 3_600_000).toISOString()
  expect(await block('+49 30 23125-777', { expiresAt })).toMatchObject({ status: 201, body: { number: ROBOT, reason: 'sells watches', turnedAway: 0 } })

  const robot = phone(ROBOT, line.simulator)
  await robot.dials(LINE)
  await timePasses(line.simulator, 2)
  const record = () => line.database.prisma.call.findFirst({ where: { fromNumber: ROBOT } })
  await expect.poll(record, { timeout: 10_000 }).toMatchObject({ status: 'no-answer', outcome: 'turned-away', customerId: null })
  await nothingElseRings(line.simulator)
  expect(await chen.ask('GET', '/api/blocked-numbers')).toMatchObject([{ number: ROBOT, turnedAway: 1, blockedBy: { name: 'Chen Wei' } }])

  await timePasses(line.simulator, 3_600)
  const later = await aCaller(line, ROBOT)
  await later.hangsUp()
  expect(await chen.tries('DELETE', `/api/blocked-numbers/${encodeURIComponent(ROBOT)}`)).toMatchObject({ status: 204 })
  expect(await chen.tries('DELETE', `/api/blocked-numbers/${encodeURIComponent(ROBOT)}`)).toMatchObject({ status: 404 })
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { recordingEraser } from '../../services/recordings/jobs.ts'
import { recordingRoutes } from '../../services/recordings/routes.ts'
import { recordingService } from '../../services/recordings/service.ts'
import { ProviderFault } from '../../services/telephony/provider.ts'
import { accessServer, signedIn, type AccessServer, type Browser } from '../support/access.ts'
import { aCallRow, aSid } from '../support/call-rows.ts'

let line: AccessServer
let chen: Browser & { id: string }
let isAway = true
const asked: string[] = []
const away = () => new ProviderFault('the provider is away', { isSure: true, isPassing: true })
const provider = async () => ({
  fetchRecording: async (sid: string, range?: string) => {
    if (isAway) throw away()
    const [from, to] = range ? [2, 3] : [0, 5]
    const headers = { 'content-length': String(to - from + 1), ...(range && { 'content-range': `bytes ${from}-${to}/6` }) }
    return sid.endsWith('0')
      ? undefined
      : { status: range ? (206 as const) : (200 as const), contentType: 'audio/x-wav', headers, body: new Blob(['sounds'.slice(from, to + 1)]).stream() }
  },
  deleteRecording: async (sid: string) => {
    asked.push(sid)
    if (isAway) throw away()
  },
})

beforeAll(async () => {
  line = await accessServer({
    routes: ({ database, clock }) => [recordingRoutes({ recordings: recordingService({ database, clock, provider, wake: () => undefined }) })],
  })
  chen = await signedIn(line, { name: 'Chen', role: 'supervisor' })
})
afterAll(() => line.close())

async function aRecording(sid = `${aSid('RE').slice(0, -1)}1`): Promise<string> {
  const at = line.clock.now().toJSDate()
  const callSid = await aCallRow(line.database.prisma, { at })
  await line.database.prisma.recording.create({ data: { sid, callSid, url: 'https://api.example/r', seconds: 3, receivedAt: at } })
  return sid
}

it('a part of it is given as a part; only the beginning of a hearing is written down', async () => {
  const sid = await aRecording()
  const play = (headers: Record<string, string> = {}) => chen.ask('GET', `/api/recordings/${sid}/audio`, undefined, headers)
  isAway = true
  expect((await play()).body).toMatchObject({ code: 'RECORDING_AWAY', status: 503 })
  isAway = false
  expect(await play()).toMatchObject({ status: 200, body: 'sounds' })
  const part = await play({ range: 'bytes=2-3' })
  expect(part).toMatchObject({ status: 206, body: 'un' })
  expect(part.headers['content-range']).toBe('bytes 2-3/6')
  expect(await line.database.prisma.auditEntry.count({ where: { kind: 'recording.played', subject: sid } })).toBe(1)
  const lost = await aRecording(`RE${'0'.repeat(32)}`)
  expect((await chen.ask('GET', `/api/recordings/${lost}/audio`)).status).toBe(404)
})

it('what was deleted is asked for at the provider until it is gone there', async () => {
  const sid = await aRecording()
  const eraser = recordingEraser({ database: line.database, clock: line.clock, provider, log: { warn: () => undefined } })
  isAway = true
  expect((await chen.ask('DELETE', `/api/recordings/${sid}`)).status).toBe(204)
  await eraser.performDue()
  await eraser.performDue() // too soon
  expect(asked.splice(0)).toEqual([sid])
  line.clock.move({ minutes: 5 })
  await eraser.performDue()
  expect(asked.splice(0)).toEqual([sid])
  isAway = false
  line.clock.move({ minutes: 5 })
  await eraser.performDue()
  await eraser.performDue()
  expect(asked).toEqual([sid])
  expect(await line.database.prisma.recording.findUnique({ where: { sid } })).toMatchObject({ deletedById: chen.id, erasedAt: line.clock.now().toJSDate() })
})

import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openDatabase, type Database } from '../../services/db.ts'
import { startSimulator, type Simulator } from '../../services/phone-simulator/service.ts'
import { twilioClient } from '../../services/telephony/twilio/client.ts'
import { demoDatabase } from '../support/demo-database.ts'
import { LINE, MARTA } from '../support/line.ts'
import { phone, type Phone } from '../support/phones.ts'
import { fallbackElsewhere, freePort, program, type Program } from '../support/killable.ts'

/** The simulator is the carrier and lives on; the program is killed with SIGKILL and started again. */
let nightline: Program
let simulator: Simulator
let database: Database
let dataDir: string
const cleanUps: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  const { url, drop } = await demoDatabase()
  database = openDatabase({ url, onError: () => undefined })
  simulator = await startSimulator()
  dataDir = await mkdtemp(join(tmpdir(), 'nightline-kill-'))
  const elsewhere = await fallbackElsewhere()
  const publicUrl = `http://127.0.0.1:${await freePort()}`
  nightline = program({
    DATABASE_URL: url,
    PORT: new URL(publicUrl).port,
    PUBLIC_URL: publicUrl,
    DATA_DIR: dataDir,
    ROLES: 'web,worker',
    LOG_LEVEL: 'fatal',
    TWILIO_ACCOUNT_SID: simulator.accountSid,
    TWILIO_AUTH_TOKEN: simulator.authToken,
    TWILIO_API_BASE_URL: simulator.url,
  })
  cleanUps.push(drop, database.close, () => rm(dataDir, { recursive: true, force: true }), elsewhere.close, nightline.stops, simulator.close)
  await nightline.starts()
  const { accountSid, authToken } = simulator
  await twilioClient({ accountSid, authTokens: [authToken], username: accountSid, password: authToken, apiBaseUrl: simulator.url }).pointNumber(LINE, {
    voice: `${publicUrl}/webhooks/twilio/voice`,
    fallback: elsewhere.url,
    status: `${publicUrl}/webhooks/twilio/status`,
  })
}, 180_000)
afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp()
}, 60_000)

/** What a caller presses who hears this last. */
const ANSWERS: [question: RegExp, keys: string][] = [
  [/report a fault, press 2|Для русского языка/, '2'],
  [/six digits of your contract/, '123456'],
  [/1 2 3 4 5 6/, '1'],
]

/** Does what the line asks for until it hangs up; `onPress` is told each key. */
async function callThrough(caller: Phone, onPress: (keys: string) => Promise<void>): Promise<void> {
  const giveUpAt = Date.now() + 60_000
  for (;;) {
    const { ended, waitingFor, heard } = await caller.looks()
    if (ended) return
    if (Date.now() > giveUpAt) throw new Error(`the call did not end. Heard: ${JSON.stringify(heard)}`)
    const keys = waitingFor?.kind === 'gather' ? ANSWERS.find(([question]) => question.test(heard.at(-1) ?? ''))?.[1] : undefined
    if (keys !== undefined) await Promise.all([caller.presses(keys), onPress(keys)])
    else await sleep(20)
  }
}

test.each<[moment: string, key: string, milliseconds: number, downSeconds: number]>([
  ['as the caller opens the case', '1', 0, 0],
  ['10 ms later', '1', 10, 0],
  ['40 ms later', '1', 40, 0],
  ['150 ms later', '1', 150, 0],
  ['as he chooses from the menu, for some time', '2', 0, 4],
])('killed %s: the call goes on, and there is one case', async (_, key, milliseconds, downSeconds) => {
  let restart: Promise<void> | undefined
  const caller = phone(MARTA, simulator)
  await caller.dials(LINE)
  await callThrough(caller, async (pressed) => {
    if (pressed !== key || restart) return
    await sleep(milliseconds)
    const killed = nightline.isKilled()
    restart = killed.then(() => sleep(downSeconds * 1_000)).then(nightline.starts)
    await killed
  })
  await restart
  const said = caller.heard.join(' ')
  expect(said).toMatch(/Your case number is|Your report is safe with us/)
  expect(said).toMatch(/Thank you for your call. Goodbye/)
  expect(said).not.toMatch(/application error/)
  await vi.waitFor(
    async () => {
      const call = await database.prisma.call.findUniqueOrThrow({
        where: { sid: caller.callSid },
        include: { cases: { include: { custodies: true } }, customer: true, captured: true },
      })
      expect(call).toMatchObject({
        outcome: 'self-served',
        status: 'completed',
        customer: { name: 'Marta Nowak' },
        captured: [{ value: '123456', isConfirmed: true }],
      })
      expect(call.cases).toMatchObject([{ custodies: [{ toAt: null }] }])
    },
    { timeout: 30_000, interval: 200 },
  )
  expect(await readdir(join(dataDir, 'spool')).catch(() => [])).toEqual([])
})

test('killed while nothing is asked: the caller notices nothing', async () => {
  const caller = phone(MARTA, simulator)
  await caller.dials(LINE)
  await caller.hears(/report a fault, press 2/)
  await nightline.isKilled()
  await nightline.starts()
  await caller.presses('2')
  await caller.hears(/six digits of your contract/)
  expect(caller.heard.join(' ')).not.toMatch(/One moment|application error|did not hear/)
  await caller.hangsUp()
})

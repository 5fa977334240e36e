import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aCallback } from '../support/callbacks.ts'
import { control, LINE, startLine, type TestLine } from '../support/line.ts'
import { clockOf, phone, timePasses, type LegView, type Phone } from '../support/phones.ts'
import { emptyTheRoster, putOnShift } from '../support/rosters.ts'

const FLOW = `
flow: support
title: A line of callers
zone: Europe/Berlin
languages: [en, ru]
start: queue
steps:
  queue: { do: queue, level: 1, holdSeconds: 20, maxHoldSeconds: 600, giveUpSeconds: 1800, onFailed: bye }
  bye: { do: hangUp, prompt: { en: Goodbye., ru: До свидания. } }
`
const OURS = ['+493023125901', '+493023125902']

let line: TestLine
let flowsDir: string
beforeEach(async () => {
  flowsDir = await mkdtemp(join(tmpdir(), 'nightline-flows-'))
  await writeFile(join(flowsDir, 'support.yaml'), FLOW)
  line = await startLine({ at: '2026-11-18T10:00:00+01:00', flowsDir })
  await emptyTheRoster(line)
  for (const name of ['Amira Haddad', 'Dana Novak']) await putOnShift(line, { name, from: '2026-11-18T08:00', to: '2026-11-18T16:00' })
  await line.database.prisma.company.updateMany({ data: { wrapUpSeconds: 2 } })
})
afterEach(async () => {
  await line.stop()
  await rm(flowsDir, { recursive: true })
})

const now = async (): Promise<Date> => new Date((await clockOf(line.simulator)).now)
const ringing = async (): Promise<LegView[]> => (await control<{ legs: LegView[] }>(line.simulator, 'GET', '/ringing')).legs

/** Whoever rings answers; our people press 1. */
async function everybodyAnswers(): Promise<void> {
  for (const { to } of await ringing()) {
    const one = phone(to, line.simulator)
    await one.answers()
    if (OURS.includes(to)) await one.presses('1')
  }
}

test('callers on the line and callbacks, two people: they are served in the order in which they asked, and nobody waits until his music ends', async () => {
  const talkers = [phone('+493023125300', line.simulator), phone('+493023125301', line.simulator)]
  for (const talker of talkers) {
    await talker.dials(LINE)
    await timePasses(line.simulator, 1)
    await everybodyAnswers()
  }
  const asked: { id: string; caller?: Phone }[] = []
  for (const [n, way] of ['caller', 'callback', 'callback', 'caller', 'caller', 'callback'].entries()) {
    const number = `+49302312531${n}`
    if (way === 'caller') {
      const caller = phone(number, line.simulator)
      await caller.dials(LINE)
      asked.push({ id: caller.callSid, caller })
    } else {
      const at = await now()
      const { callback } = await line.database.prisma.$transaction((tx) => aCallback(tx, { at, dueAt: new Date(at.getTime() + 7_200_000), number }))
      asked.push({ id: callback.id })
    }
    await timePasses(line.simulator, 3)
  }
  expect(await ringing()).toEqual([])
  await talkers[0]?.hangsUp()
  await timePasses(line.simulator, 1)
  await talkers[1]?.hangsUp()

  const { prisma } = line.database
  const servedAt = async (): Promise<number[]> => {
    const [attempts, legs] = await Promise.all([prisma.callbackAttempt.findMany(), prisma.callLeg.findMany({ where: { number: { in: OURS } } })])
    return asked.map(({ id }) => {
      const [first] = [...attempts.filter(({ callbackId }) => callbackId === id), ...legs.filter(({ callSid }) => callSid === id)]
      return first?.startedAt.getTime() ?? Infinity
    })
  }
  const since = new Map<string, number>()
  for (let second = 0; second < 120 && (await servedAt()).includes(Infinity); second += 1) {
    await timePasses(line.simulator, 1)
    await everybodyAnswers()
    // Each talks for a few seconds.
    const { calls } = await control<{ calls: LegView[] }>(line.simulator, 'GET', '/calls')
    for (const { sid, partner, hearers, ended } of calls) {
      if (ended || (partner === null && hearers.length === 0)) continue
      since.set(sid, since.get(sid) ?? second)
      if (second - (since.get(sid) ?? second) >= 4) await control(line.simulator, 'POST', `/legs/${sid}/hangup`, {})
    }
  }
  const served = await servedAt()
  expect(served).not.toContain(Infinity)
  const pairs = served.flatMap((one, n) => served.slice(n + 1).map((other) => Math.sign(other - one)))
  const tau = pairs.reduce((sum, sign) => sum + sign, 0) / pairs.filter((sign) => sign !== 0).length
  expect(tau).toBe(1)
  // From a talk's end to the next ring: two seconds of wrap-up, and the second in which the story looks.
  const [first = 0, second = 0] = served
  expect(second - first).toBeLessThanOrEqual(5_000)
})

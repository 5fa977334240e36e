/** Callers and our own people who do anything at any moment, many at once, by seed. Time moves in small steps; the simulator keeps the journal. */
import type { TestLine } from './line.ts'
import { control, timePasses, type LegView } from './phones.ts'
import { seeded, type Chance } from './seeded.ts'

const LINES = ['+493023125100', '+493023125101', '+493023125102'] as const
/** Customers, a shared number, one whose language is Russian, our own people, nobody we know, and no number at all. */
const CALLERS = ['200', '201', '202', '203', '205', '205', '201', '907', '901'].map((extension) => `+493023125${extension}`)
const PURPOSES = [
  ['2', '123456', '1'],
  ['2', '204518', '1'],
  ['4'],
  ['4'],
  ['3'],
  ['1'],
  ['5', '1'],
  ['5', '2'],
  ['5', '3'],
  ['5', '4'],
  ['8', '1'],
  ['1', '1234'],
]
const KEYS = ['0', '1', '1', '2', '3', '4', '5', '7', '8', '9', '*', '123456', '204518', '123456#', '12#', '5#']
const WORDS = ['report a fault', 'a leak', 'operator please', 'twenty cats', 'my case', 'yes', 'Water comes through my ceiling.']
const BEHAVIOURS = [
  { kind: 'rings' },
  { kind: 'rings' },
  { kind: 'answers', afterSeconds: 4 },
  { kind: 'declines', afterSeconds: 3 },
  { kind: 'busy' },
  { kind: 'voicemail' },
] as const
const OUR_PHONES = Array.from({ length: 12 }, (_, n) => `+493023125${901 + n}`)
const MOST_SECONDS = 600

type Caller = { sid: string; chance: Chance; purpose: string[]; patience: number; startsAt: number; from: string; to: string }

/** Plays so many calls at once and lets them end. Gives their SIDs. */
export async function playRandomCalls({ simulator }: TestLine, seed: number, count: number): Promise<string[]> {
  const life = seeded(seed)
  for (const number of OUR_PHONES) await control(simulator, 'PUT', `/phones/${encodeURIComponent(number)}`, { behaviour: life.pick(BEHAVIOURS) })
  const waiting = Array.from({ length: count }, (_, n) => aCaller(seed * 1_000 + n))
  const onTheLine = new Map<string, Caller>()
  const sids: string[] = []
  for (let passed = 0; passed < MOST_SECONDS;) {
    for (const caller of waiting.filter(({ startsAt, sid }) => sid === '' && startsAt <= passed)) {
      const ears = caller.chance.isTrue(0.7) ? 'real' : 'instant'
      caller.sid = (await control<{ sid: string }>(simulator, 'POST', '/calls', { from: caller.from, to: caller.to, ears })).sid
      sids.push(caller.sid)
      onTheLine.set(caller.sid, { ...caller, startsAt: passed })
    }
    const step = 1 + life.below(4)
    await timePasses(simulator, step)
    passed += step
    const { legs } = await control<{ legs: LegView[] }>(simulator, 'GET', '/legs?ended=false')
    for (const leg of legs) {
      const caller = onTheLine.get(leg.sid)
      // Twilio is faster than this list: who has hung up meanwhile can do nothing more.
      await (caller ? callerActs(simulator, leg, caller, passed) : agentActs(simulator, leg, life)).catch(() => undefined)
    }
    if (legs.length === 0 && sids.length === count) break
  }
  await everybodyHangsUp(simulator)
  return sids
}

function aCaller(seed: number): Caller {
  const chance = seeded(seed)
  const from = chance.isTrue(0.1) ? 'anonymous' : chance.isTrue(0.55) ? chance.pick(CALLERS) : `+493023125${300 + chance.below(100)}`
  const purpose = chance.isTrue(0.7) ? [...chance.pick(PURPOSES)] : []
  return { sid: '', chance, purpose, patience: 5 + chance.below(chance.isTrue(0.3) ? 500 : 120), startsAt: chance.below(60), from, to: chance.pick(LINES) }
}

const act = (simulator: TestLine['simulator'], sid: string, action: string, body: object = {}) => control(simulator, 'POST', `/legs/${sid}/${action}`, body)

/** One thing that a caller does now, or nothing: keys that he meant or any others, words, his handset. */
async function callerActs(simulator: TestLine['simulator'], { sid, waitingFor, partner }: LegView, caller: Caller, passed: number): Promise<unknown> {
  const { chance, purpose } = caller
  if (passed - caller.startsAt > caller.patience || chance.isTrue(0.004)) return act(simulator, sid, 'hangup')
  if (partner !== null) return chance.isTrue(0.1) ? act(simulator, sid, 'hangup') : undefined
  if (waitingFor?.kind === 'record') {
    if (chance.isTrue(0.4)) return act(simulator, sid, 'speak', { text: chance.pick(WORDS) })
    return chance.isTrue(0.3) ? act(simulator, sid, chance.isTrue(0.5) ? 'hangup' : 'press', chance.isTrue(0.5) ? { digits: '#' } : {}) : undefined
  }
  if (waitingFor?.kind !== 'gather' || !chance.isTrue(0.35)) return undefined
  const meant = purpose.shift()
  if (meant !== undefined) return act(simulator, sid, 'press', { digits: meant })
  if (waitingFor.accepts.includes('speech') && chance.isTrue(0.3)) {
    return act(simulator, sid, 'speak', { text: chance.pick(WORDS), confidence: chance.pick([0.2, 0.5, 0.9, 0.95]) })
  }
  return act(simulator, sid, 'press', { digits: chance.pick(KEYS) })
}

/** One of ours, or whoever is called back: takes it, refuses it, hears it out, talks, hangs up. */
async function agentActs(simulator: TestLine['simulator'], leg: LegView, life: Chance): Promise<unknown> {
  if (leg.direction === 'inbound') return undefined
  if (leg.status === 'ringing') return life.isTrue(0.12) ? act(simulator, leg.sid, life.pick(['answer', 'answer', 'decline'])) : undefined
  if (leg.partner !== null) return life.isTrue(0.08) ? act(simulator, leg.sid, 'hangup') : undefined
  if (leg.waitingFor?.kind === 'gather')
    return life.isTrue(0.4) ? act(simulator, leg.sid, 'press', { digits: life.pick(['1', '1', '1', '2', '5']) }) : undefined
  return life.isTrue(0.02) ? act(simulator, leg.sid, 'hangup') : undefined
}

async function everybodyHangsUp(simulator: TestLine['simulator']): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    const { legs } = await control<{ legs: LegView[] }>(simulator, 'GET', '/legs?ended=false')
    if (legs.length === 0) return
    for (const { sid, direction } of legs) if (direction === 'inbound' || tries > 10) await act(simulator, sid, 'hangup').catch(() => undefined)
    await timePasses(simulator, 20)
  }
  throw new Error('some legs do not end')
}

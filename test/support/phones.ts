/** Phones as objects for stories, over the simulator's control API. A story reads: dials, hears, presses, hangs up. */
export type SimulatorAddress = { url: string; accountSid: string; authToken: string }
export type PhoneOptions = { ears?: 'instant' | 'real'; forwardedFrom?: string; withinSeconds?: number }

export type LegView = {
  sid: string
  callSid: string
  parentSid: string | null
  direction: string
  from: string
  to: string
  status: string
  heard: string[]
  waitingFor: null | { kind: 'gather'; accepts: string[]; maxDigits?: number; finishOnKey?: string } | { kind: 'record' }
  ended: boolean
  partner: string | null
  /** Who hears this leg now. */
  hearers: string[]
}
export type CallView = LegView & { legs: LegView[] }

export type Phone = {
  readonly number: string
  /** The CallSid of the leg that this phone is on; throws before the phone has dialled or answered. */
  readonly callSid: string
  /** Everything heard so far on the present leg, as of the last look. */
  readonly heard: ReadonlyArray<string>
  dials: (to: string) => Promise<void>
  /** Waits (and lets time pass if it stands still) until something that was not matched before is heard. */
  hears: (text: RegExp | string) => Promise<string>
  presses: (digits: string) => Promise<void>
  says: (text: string, confidence?: number) => Promise<void>
  hangsUp: () => Promise<void>
  hearsTheLineEnd: () => Promise<CallView>
  /** Waits until this phone rings; answers nothing yet. */
  rings: () => Promise<void>
  answers: () => Promise<void>
  declines: () => Promise<void>
  looks: () => Promise<CallView>
}

const defaultWithinSeconds = 120

/** Asks the control API; throws with the answer's text when it is not 2xx. */
export async function control<T>(simulator: SimulatorAddress, method: string, path: string, body?: unknown): Promise<T> {
  const authorization = `Basic ${Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64')}`
  const response = await fetch(`${simulator.url}/control${path}`, {
    method,
    headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} /control${path}: ${response.status} ${text}`)
  return JSON.parse(text) as T
}

/** Lets so many seconds of virtual time pass; 0 waits until everything that is under way has come to rest. */
export async function timePasses(simulator: SimulatorAddress, seconds: number): Promise<void> {
  await control(simulator, 'POST', '/clock/advance', { seconds })
}

export async function clockOf(simulator: SimulatorAddress): Promise<{ now: string; speed: number }> {
  return control(simulator, 'GET', '/clock')
}

/** The longest time that is passed without a look: some deadlines are found by looking, and nobody announces them. */
const LONGEST_LOOK_AWAY_SECONDS = 10

/** Looks until `find` finds something; where time stands still, each time that something was due. */
async function eventually<T>(simulator: SimulatorAddress, withinSeconds: number, find: () => Promise<T | undefined>, complaint: () => string): Promise<T> {
  const { speed, now } = await clockOf(simulator)
  const standing = speed === 0
  if (standing) await timePasses(simulator, 0)
  const giveUpAt = standing ? Date.parse(now) + withinSeconds * 1_000 : Date.now() + 60_000
  for (let at = Date.parse(now); ;) {
    const found = await find()
    if (found !== undefined) return found
    if ((standing ? at : Date.now()) >= giveUpAt) throw new Error(complaint())
    if (standing) at = await untilSomethingWasDue(simulator, Math.min(LONGEST_LOOK_AWAY_SECONDS, (giveUpAt - at) / 1_000))
    else await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function untilSomethingWasDue(simulator: SimulatorAddress, seconds: number): Promise<number> {
  return Date.parse((await control<{ now: string }>(simulator, 'POST', '/clock/advance', { seconds, untilDue: true })).now)
}

export function phone(number: string, simulator: SimulatorAddress, options: PhoneOptions = {}): Phone {
  const within = options.withinSeconds ?? defaultWithinSeconds
  let sid: string | undefined
  let heard: string[] = []
  let matched = 0

  const leg = (): string => {
    if (sid === undefined) throw new Error(`${number} is on no call: it has not dialled or answered.`)
    return sid
  }
  const take = (next: string): void => {
    sid = next
    heard = []
    matched = 0
  }
  const looks = async (): Promise<CallView> => {
    const call = await control<CallView>(simulator, 'GET', `/calls/${leg()}`)
    heard = call.heard
    return call
  }
  const act = (action: string, body: unknown = {}): Promise<LegView & { taken?: number | boolean }> => {
    return control(simulator, 'POST', `/legs/${leg()}/${action}`, body)
  }
  const ringing = async (): Promise<LegView | undefined> => {
    const { legs } = await control<{ legs: LegView[] }>(simulator, 'GET', '/ringing')
    return legs.find(({ to }) => to === number)
  }
  const rings = async (): Promise<void> => {
    const found = await eventually(simulator, within, ringing, () => `${number} did not ring.`)
    take(found.sid)
  }
  /** Until the line listens: who presses while nobody listens presses in vain. */
  const listens = async (kind: string, isRight: (view: CallView) => boolean): Promise<void> => {
    const ready = async (): Promise<CallView | undefined> => {
      const view = await looks()
      if (view.ended) throw new Error(`${number} wanted to ${kind}, but the line had ended. Heard: ${JSON.stringify(heard)}`)
      return isRight(view) ? view : undefined
    }
    await eventually(simulator, within, ready, () => `${number} wanted to ${kind}, but the line did not listen. Heard: ${JSON.stringify(heard)}`)
  }

  return {
    number,
    get callSid() {
      return leg()
    },
    get heard() {
      return heard
    },
    async dials(to) {
      const { ears, forwardedFrom } = options
      const call = { from: number, to, ...(ears ? { ears } : {}), ...(forwardedFrom ? { forwardedFrom } : {}) }
      take((await control<{ sid: string }>(simulator, 'POST', '/calls', call)).sid)
    },
    async hears(text) {
      const find = async (): Promise<string | undefined> => {
        const { ended } = await looks()
        const index = heard.findIndex((line, at) => at >= matched && (typeof text === 'string' ? line.includes(text) : text.test(line)))
        if (index >= 0) matched = index + 1
        else if (ended) throw new Error(`${number} did not hear ${String(text)} before the line ended. Heard: ${JSON.stringify(heard)}`)
        return index < 0 ? undefined : heard[index]
      }
      return eventually(simulator, within, find, () => `${number} did not hear ${String(text)}. Heard: ${JSON.stringify(heard)}`)
    },
    async presses(digits) {
      const isReady = ({ waitingFor, partner, hearers }: CallView): boolean => {
        return partner !== null || hearers.length > 0 || waitingFor?.kind === 'record' || (waitingFor?.kind === 'gather' && waitingFor.accepts.includes('keys'))
      }
      await listens(`press ${digits}`, isReady)
      const { taken } = await act('press', { digits })
      const { partner } = await looks()
      if (partner === null && taken !== digits.length) {
        throw new Error(`${number} pressed ${digits}, but the line took only ${String(taken)} of the keys.`)
      }
    },
    async says(text, confidence) {
      const isReady = ({ waitingFor, hearers }: CallView): boolean => {
        return hearers.length > 0 || waitingFor?.kind === 'record' || (waitingFor?.kind === 'gather' && waitingFor.accepts.includes('speech'))
      }
      await listens(`say "${text}"`, isReady)
      const { taken } = await act('speak', { text, ...(confidence === undefined ? {} : { confidence }) })
      if (taken !== true) throw new Error(`${number} said "${text}", but the line did not take it.`)
    },
    async hangsUp() {
      await act('hangup')
      await looks()
    },
    async hearsTheLineEnd() {
      const find = async (): Promise<CallView | undefined> => {
        const view = await looks()
        return view.ended ? view : undefined
      }
      return eventually(simulator, within, find, () => `${number}: the line did not end. Heard: ${JSON.stringify(heard)}`)
    },
    rings,
    async answers() {
      if ((await ringing())?.sid !== sid || sid === undefined) await rings()
      await act('answer')
    },
    async declines() {
      if ((await ringing())?.sid !== sid || sid === undefined) await rings()
      await act('decline')
    },
    looks,
  }
}

/** Fails if any phone in the world rings now, once everything under way has come to rest. */
export async function nothingElseRings(simulator: SimulatorAddress): Promise<void> {
  await settles(simulator)
  const { legs } = await control<{ legs: LegView[] }>(simulator, 'GET', '/ringing')
  if (legs.length > 0) throw new Error(`Unexpectedly ringing: ${legs.map(({ to, from }) => `${to} (from ${from})`).join(', ')}`)
}

/** Fails if a call is still open, or if anybody was called whom the story does not name. For the end of a story. */
export async function noUnexpectedCalls(simulator: SimulatorAddress, expected: ReadonlyArray<Pick<Phone, 'number'>> = []): Promise<void> {
  await nothingElseRings(simulator)
  const { calls } = await control<{ calls: LegView[] }>(simulator, 'GET', '/calls')
  const open = calls.filter(({ ended }) => !ended)
  if (open.length > 0) throw new Error(`Still open: ${open.map(({ from, to, status }) => `${from} -> ${to} (${status})`).join(', ')}`)
  const numbers = new Set(expected.map(({ number }) => number))
  const details = await Promise.all(calls.map(({ sid }) => control<CallView>(simulator, 'GET', `/calls/${sid}`)))
  const strangers = details.flatMap(({ legs }) => legs).filter(({ direction, to }) => direction !== 'inbound' && !numbers.has(to))
  if (strangers.length > 0) throw new Error(`Unexpectedly called: ${strangers.map(({ to, status }) => `${to} (${status})`).join(', ')}`)
}

async function settles(simulator: SimulatorAddress): Promise<void> {
  const { speed } = await clockOf(simulator)
  if (speed === 0) await timePasses(simulator, 0)
}

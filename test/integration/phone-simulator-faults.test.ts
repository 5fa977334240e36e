import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { control, phone, timePasses } from '../support/phones.ts'
import { simulatedLine, type SimulatedLine } from '../support/simulated-line.ts'

const number = '+493023125100'
const customer = '+493023125200'
const question = '<Gather timeout="600"><Say>Hello.</Say></Gather>'

let line: SimulatedLine

async function openLine(): Promise<SimulatedLine> {
  const opened = await simulatedLine({ '/voice': question, '/fallback': '<Say>Fallback.</Say>' })
  await opened.client.incomingPhoneNumbers.create({
    phoneNumber: number,
    voiceUrl: `${opened.base}/voice`,
    voiceFallbackUrl: `${opened.base}/fallback`,
    statusCallback: `${opened.base}/status`,
  })
  return opened
}

beforeEach(async () => {
  line = await openLine()
})
afterEach(() => line.close())

const setFaults = (faults: object, on = line): Promise<unknown> => control(on.simulator, 'PUT', '/faults', faults)
const once = (fault: object): Promise<unknown> => control(line.simulator, 'POST', '/faults/next', fault)
const order = (to = customer) => ({
  to,
  from: number,
  url: `${line.base}/voice`,
  fallbackUrl: `${line.base}/fallback`,
  statusCallback: `${line.base}/status`,
  statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
})

describe('a webhook', () => {
  it.each([1, 2, 3, 4, 5, 6])('that is repeated has one token, and the answer of the first counts (seed %i: at once or afterwards)', async (seed) => {
    line.pages['/voice'] = (_request, nth) => `<Gather timeout="600"><Say>Answer ${nth}.</Say></Gather>`
    await setFaults({ seed, next: [{ fault: 'duplicate', purpose: 'voice' }] })
    const marta = phone(customer, line.simulator)
    await marta.dials(number)
    await marta.hears('Answer')
    await timePasses(line.simulator, 1)
    expect(marta.heard).toEqual(['Answer 1.'])
    expect(line.at('/voice')).toHaveLength(2)
    expect(line.received[0]!.token).toBe(line.received[1]!.token)
    expect((await line.webhooks(marta.callSid)).map(({ faults }) => faults)).toEqual(expect.arrayContaining([[], ['duplicate']]))
  })

  it('that takes longer than 15 s ends at the fallback, and the program gets it all the same', async () => {
    await once({ fault: 'delayPast15s', purpose: 'voice' })
    const marta = phone(customer, line.simulator)
    await marta.dials(number)
    await timePasses(line.simulator, 14)
    expect(line.received).toEqual([])
    await timePasses(line.simulator, 1)
    await marta.hears('Fallback.')
    expect(line.at('/fallback')[0]).toMatchObject({ ErrorCode: '11205', ErrorUrl: `${line.base}/voice` })
    expect(line.at('/voice')).toEqual([])
    await timePasses(line.simulator, 2)
    expect(line.at('/voice')).toHaveLength(1)
    const [late] = (await line.webhooks(marta.callSid)).filter(({ purpose }) => purpose === 'voice')
    expect(late).toMatchObject({ delivered: false, faults: ['delayPast15s'], response: { status: 200 } })
  })

  it('whose connection is refused is tried again by its own policy', async () => {
    await setFaults({ next: [{ fault: 'refuseConnection' }] })
    const marta = phone(customer, line.simulator)
    await marta.dials(number)
    await marta.hears('Hello.')
    const tries = (await line.webhooks(marta.callSid)).filter(({ purpose }) => purpose === 'voice')
    expect(tries.map(({ attempt, delivered, faults }) => ({ attempt, delivered, faults }))).toEqual([
      { attempt: 1, delivered: false, faults: ['refuseConnection'] },
      { attempt: 2, delivered: true, faults: [] },
    ])
  })

  it('that nobody takes at all leads to the fallback', async () => {
    await setFaults({ rates: { refuseConnection: { voice: 1 } } })
    const marta = phone(customer, line.simulator)
    await marta.dials(number)
    await marta.hears('Fallback.')
    expect(line.at('/fallback')[0]).toMatchObject({ ErrorCode: '11205' })
  })
})

describe('reports', () => {
  it('are lost one by one', async () => {
    const { sid } = await line.client.calls.create(order())
    await once({ fault: 'dropStatus', callSid: sid, event: 'in-progress' })
    const marta = phone(customer, line.simulator)
    await marta.answers()
    await marta.hangsUp()
    await timePasses(line.simulator, 10)
    expect(line.at('/status').map(({ CallStatus }) => CallStatus)).toEqual(['initiated', 'ringing', 'completed'])
    const [lost] = (await line.webhooks(sid)).filter(({ faults }) => faults.includes('dropStatus'))
    expect(lost).toMatchObject({ delivered: false, parameters: { CallStatus: 'in-progress' }, response: { error: 'never sent (fault)' } })
  })

  it('are overtaken by the next one, or come 5 s later if there is none', async () => {
    await setFaults({ next: ['ringing', 'completed'].map((event) => ({ fault: 'reorder', purpose: 'status', event })) })
    await line.client.calls.create(order())
    const marta = phone(customer, line.simulator)
    await marta.answers()
    await timePasses(line.simulator, 0)
    await marta.hangsUp()
    await timePasses(line.simulator, 0)
    expect(line.at('/status').map(({ CallStatus }) => CallStatus)).toEqual(['initiated', 'in-progress', 'ringing'])
    await timePasses(line.simulator, 4.9)
    expect(line.at('/status')).toHaveLength(3)
    await timePasses(line.simulator, 0.2)
    expect(line.at('/status').at(-1)).toMatchObject({ CallStatus: 'completed', SequenceNumber: '3' })
  })

  it('a request for instructions is never lost or overtaken', async () => {
    await setFaults({ rates: { dropStatus: 1, reorder: 1 } })
    const marta = phone(customer, line.simulator)
    await marta.dials(number)
    await marta.hears('Hello.')
  })
})

describe('a person hangs up', () => {
  it.each([
    [1, [], 'no-answer'],
    [2, ['One.'], 'completed'],
    [3, ['One.', 'Two.'], 'completed'],
    [4, ['One.', 'Two.'], 'completed'],
    [5, ['One.', 'Two.', 'Three.'], 'completed'],
  ])('at verb %i', async (verb, heard, status) => {
    line.pages['/voice'] = '<Say>One.</Say><Say>Two.</Say><Redirect>/next</Redirect>'
    line.pages['/next'] = '<Say>Three.</Say>'
    await setFaults({ next: [{ fault: 'hangUpAtVerb', verb }] })
    const marta = phone(customer, line.simulator)
    await marta.dials(number)
    expect(await marta.hearsTheLineEnd()).toMatchObject({ heard, status })
  })

  it('by seed, somewhere', async () => {
    line.pages['/voice'] = '<Say>One.</Say><Say>Two.</Say><Redirect>/voice</Redirect>'
    await setFaults({ seed: 5, rates: { hangUpAtVerb: 0.1 } })
    const heard: number[] = []
    for (let n = 0; n < 5; n++) {
      const caller = phone(`+493023125${300 + n}`, line.simulator)
      await caller.dials(number)
      heard.push((await caller.hearsTheLineEnd()).heard.length)
    }
    expect(new Set(heard).size).toBeGreaterThan(2)
  })
})

describe('REST', () => {
  const calls = () => line.client.calls.list()

  it('answers 500 before the work', async () => {
    await once({ fault: 'restErrorBefore', request: 'POST Calls' })
    await expect(line.client.calls.create(order())).rejects.toMatchObject({ status: 500, code: 20500 })
    expect(await calls()).toHaveLength(0)
    await line.client.calls.create(order())
    expect(await calls()).toHaveLength(1)
  })

  it('answers 500 after the work', async () => {
    await once({ fault: 'restErrorAfter', request: 'POST Calls' })
    await expect(line.client.calls.create(order())).rejects.toMatchObject({ status: 500, code: 20500 })
    expect(await calls()).toHaveLength(1)
    await phone(customer, line.simulator).answers()
  })

  it('answers 429 without doing anything, by a fault and by the number of requests at once', async () => {
    await once({ fault: 'rateLimit429' })
    await expect(line.client.calls.create(order())).rejects.toMatchObject({ status: 429, code: 20429 })
    expect(await calls()).toHaveLength(0)
    await setFaults({ restConcurrency: 2 })
    const many = await Promise.all(Array.from({ length: 40 }, () => line.rest('GET', '/Calls.json')))
    const statuses = new Set(many.map(({ status }) => status))
    expect([...statuses].filter((status) => status !== 200 && status !== 429)).toEqual([])
    expect((await line.rest('GET', '/Calls.json')).status).toBe(200)
    await setFaults({ restConcurrency: 1 })
    expect((await line.rest('GET', '/Calls.json')).headers.get('twilio-concurrent-requests')).toBe('1')
  })

  it('blocks numbers', async () => {
    await setFaults({ blocked: [customer] })
    await expect(line.client.calls.create(order())).rejects.toMatchObject({ status: 400, code: 21216 })
  })
})

/** What happened to each call's webhooks, told by who called and not by SIDs or order. */
async function story(on: SimulatedLine): Promise<Record<string, string[]>> {
  const told: Record<string, string[]> = {}
  for (const { parameters, purpose, faults, attempt } of await on.webhooks()) {
    const caller = parameters['From'] ?? '?'
    ;(told[caller] ??= []).push(`${purpose} ${parameters['CallStatus']} ${attempt} ${[...faults].sort().join()}`)
  }
  return Object.fromEntries(Object.entries(told).map(([caller, lines]) => [caller, lines.sort()]))
}

async function play(seed: number, isAtOnce: boolean): Promise<{ told: Record<string, string[]>; counts: Record<string, number> }> {
  const on = await openLine()
  const rates = { duplicate: 0.3, reorder: 0.3, dropStatus: 0.3, refuseConnection: 0.2 }
  await setFaults({ seed, rates }, on)
  const call = async (n: number): Promise<void> => {
    const caller = phone(`+493023125${300 + n}`, on.simulator)
    await caller.dials(number)
    await timePasses(on.simulator, 0)
    await caller.hangsUp()
  }
  const callers = Array.from({ length: 20 }, (_, n) => n)
  if (isAtOnce) await Promise.all(callers.toReversed().map(call))
  else for (const n of callers) await call(n)
  await timePasses(on.simulator, 20)
  const told = await story(on)
  const { counts } = await control<{ counts: Record<string, number> }>(on.simulator, 'GET', '/faults')
  await on.close()
  return { told, counts }
}

describe('a seed', () => {
  it('gives the same faults to the same calls, one by one or all at once and in another order', async () => {
    const first = await play(7, false)
    expect(Object.keys(first.told)).toHaveLength(20)
    for (const fault of ['duplicate', 'reorder', 'dropStatus', 'refuseConnection']) expect(first.counts[fault]).toBeGreaterThan(0)
    expect(await play(7, false)).toEqual(first)
    expect(await play(7, true)).toEqual(first)
    expect((await play(8, false)).told).not.toEqual(first.told)
  })
})

describe('the journal', () => {
  it('tells of one call what was sent, answered, heard and pressed', async () => {
    line.pages['/voice'] = '<Gather numDigits="1" action="/chosen"><Say>Press a key.</Say></Gather>'
    line.pages['/chosen'] = { status: 500 }
    const marta = phone(customer, line.simulator)
    const other = phone('+493023125201', line.simulator)
    await marta.dials(number)
    await other.dials(number)
    await marta.hears('Press a key.')
    await marta.presses('1')
    await marta.hears('Fallback.')
    await marta.hearsTheLineEnd()
    await line.client.calls(marta.callSid).fetch()
    await timePasses(line.simulator, 0)
    const told = (await line.journal(marta.callSid)).map((entry) => {
      if (entry.kind === 'leg') return `${entry.type} ${entry.text ?? ''}`.trim()
      if (entry.kind === 'rest') return `${entry.method} ${entry.response.status}`
      return `${entry.purpose} ${entry.delivered}`
    })
    expect(told).toEqual([
      `dialling ${number}`,
      'voice true',
      'webhook',
      'answered',
      'said Press a key.',
      'listening',
      'pressed 1',
      'voice false',
      'webhook HTTP status 500',
      'fallback true',
      'webhook',
      'said Fallback.',
      'ended',
      'status true',
      'GET 200',
    ])
  })
})

describe('the control API', () => {
  it.each([
    [{ rates: { duplicate: 1.5 } }, 'body.rates.duplicate'],
    [{ rates: { sings: 1 } }, 'body.rates'],
    [{ next: [{ fault: 'restErrorAfter', request: 'Calls' }] }, 'body.next.0.request'],
  ])('refuses %j', async (body, place) => {
    await expect(setFaults(body)).rejects.toThrow(new RegExp(`400 .*${place.replaceAll('.', '\\.')}`))
  })

  it('shows the plan and what has happened, and takes it back', async () => {
    await setFaults({ seed: 3, rates: { duplicate: { status: 0.5 } }, next: [{ fault: 'dropStatus' }] })
    expect(await control(line.simulator, 'GET', '/faults')).toMatchObject({ seed: '3', rates: { duplicate: { status: 0.5 } }, counts: {} })
    expect(await control(line.simulator, 'DELETE', '/faults')).toMatchObject({ seed: '', rates: {}, next: [] })
  })
})

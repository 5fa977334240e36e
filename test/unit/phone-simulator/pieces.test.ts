import fc from 'fast-check'
import twilio from 'twilio'
import { describe, expect, it } from 'vitest'
import { timerHeap } from '../../../services/phone-simulator/clock/timer-heap.ts'
import { virtualNow } from '../../../services/phone-simulator/clock/reading.ts'
import { journal } from '../../../services/phone-simulator/journal.ts'
import { rfc2822 } from '../../../services/phone-simulator/legs/parameters.ts'
import { wav } from '../../../services/phone-simulator/audio/wav.ts'
import { unbridgedStatus } from '../../../services/phone-simulator/verbs/dial/outcome.ts'
import { promptSteps } from '../../../services/phone-simulator/verbs/prompts.ts'
import { isRetried, webhookUrl } from '../../../services/phone-simulator/webhooks/overrides.ts'
import { signatureOf } from '../../../services/phone-simulator/webhooks/signature.ts'

describe('the signature', () => {
  it('is what the twilio package accepts, whatever the parameters', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), fc.webUrl({ withQueryParameters: true }), (parameters, address) => {
        const url = new URL(address).href
        const signature = signatureOf('token', url, parameters)
        expect(twilio.validateRequest('token', signature, url, { ...parameters })).toBe(true)
        expect(twilio.validateRequest('other', signature, url, { ...parameters })).toBe(false)
      }),
      { numRuns: 40 }, // a URL is dear to make: 100 take 5 s on a busy machine
    )
  })
})

describe('webhook URLs', () => {
  it.each([
    ['/next?turn=2', 'https://line.example/voice?turn=1', 'https://line.example/next?turn=2'],
    ['', 'https://line.example/voice?turn=1', 'https://line.example/voice?turn=1'],
    ['next', 'https://line.example/a/b', 'https://line.example/a/next'],
    ['http://other.example:8080/x#rc=2', undefined, 'http://other.example:8080/x'],
  ])('%j on %j is %s', (reference, base, href) => {
    expect(webhookUrl(reference, base)).toMatchObject({ kind: 'url', url: expect.objectContaining({ href }) })
  })

  it.each([
    ['/relative', undefined],
    ['ftp://x.example', undefined],
    ['', undefined],
  ])('%j without a document is invalid', (reference, base) => {
    expect(webhookUrl(reference, base).kind).toBe('invalid')
  })

  it.each([
    ['', { retryCount: 1, readTimeout: 15_000, connectTimeout: 5000, totalTimeout: 15_000, retryOn: ['ct'] }],
    ['#rc=2&rp=ct,rt,5xx&rt=5000&tt=14000', { retryCount: 2, readTimeout: 5000, totalTimeout: 14_000, retryOn: ['ct', 'rt', '5xx'] }],
    ['#rc=99&rt=1&ct=x&rp=never', { retryCount: 5, readTimeout: 100, connectTimeout: 5000, retryOn: ['ct'] }],
  ])('overrides %s', (fragment, overrides) => {
    expect(webhookUrl(`http://x.example/${fragment}`, undefined)).toMatchObject({ overrides })
  })

  it.each([
    ['ct', { kind: 'connectFailed', message: '' }, true],
    ['ct', { kind: 'readTimedOut', message: '' }, false],
    ['rt', { kind: 'readTimedOut', message: '' }, true],
    ['ct', { kind: 'answered', status: 500, contentType: '', body: '' }, false],
    ['5xx', { kind: 'answered', status: 503, contentType: '', body: '' }, true],
    ['4xx', { kind: 'answered', status: 404, contentType: '', body: '' }, true],
    ['all', { kind: 'answered', status: 500, contentType: '', body: '' }, true],
    ['all', { kind: 'answered', status: 200, contentType: '', body: '' }, false],
  ] as const)('policy %s after %j repeats: %s', (policy, exchange, expected) => {
    const target = webhookUrl(`http://x.example/#rp=${policy}`, undefined)
    expect(target.kind === 'url' && isRetried(exchange, target.overrides)).toBe(expected)
  })
})

describe('timers', () => {
  it('come in order of their instant and, at one instant, in the order they were set', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.boolean())), (wanted) => {
        const heap = timerHeap()
        const timers = wanted.map(([dueAt], order) => ({ dueAt, order, run: () => undefined, isCancelled: false }))
        for (const timer of timers) heap.push(timer)
        for (const timer of timers) timer.isCancelled = wanted[timer.order]![1]
        const taken = []
        for (let next = heap.takeFirst(); next; next = heap.takeFirst()) taken.push(next)
        const expected = timers.filter((timer) => !timer.isCancelled).sort((a, b) => a.dueAt - b.dueAt || a.order - b.order)
        expect(taken).toEqual(expected)
      }),
    )
  })

  it('virtual time runs at its speed', () => {
    const reading = { realAt: 1000, virtualAt: 50_000, speed: 60, version: 1 }
    expect(virtualNow(reading, 2000)).toBe(110_000)
    expect(virtualNow({ ...reading, speed: 0 }, 2000)).toBe(50_000)
  })
})

describe('small pieces', () => {
  it('loops prompts, for ever at 0, but never in no time', () => {
    const say = { verb: 'say', text: 'x'.repeat(10), language: 'en', voice: '', loop: 2 } as const
    expect([...promptSteps([say, { verb: 'pause', seconds: 3 }], 'real')].map(({ seconds }) => seconds)).toEqual([0.6, 0.6, 3])
    const endless = promptSteps([{ ...say, loop: 0 }], 'instant')
    expect([endless.next(), endless.next(), endless.next()].map((step) => !step.done && step.value.seconds)).toEqual([1, 1, 1])
  })

  it.each([
    [['busy', 'busy'], 'busy'],
    [['busy', 'no-answer'], 'no-answer'],
    [['busy', 'completed'], 'no-answer'],
    [['failed'], 'failed'],
    [['failed', 'busy'], 'busy'],
  ] as const)('a Dial that ends with %j is %s', (statuses, expected) => {
    expect(unbridgedStatus(statuses.map((status) => ({ status })))).toBe(expected)
  })

  it('writes dates and sound files that others can read', () => {
    expect(rfc2822(Date.UTC(2026, 0, 5, 8, 0, 9))).toBe('Mon, 05 Jan 2026 08:00:09 +0000')
    const file = wav(3, [])
    expect([file.toString('latin1', 0, 4), file.toString('latin1', 8, 12), file.readUInt32LE(4), file.readUInt32LE(40)]).toEqual([
      'RIFF',
      'WAVE',
      file.length - 8,
      48_000,
    ])
  })

  it('the journal forgets its oldest entries and keeps their numbers', () => {
    const book = journal(10)
    const entry = {
      kind: 'rest',
      method: 'GET',
      url: '/',
      parameters: {},
      response: { status: 200, body: '' },
      faults: [],
    } as const
    for (let n = 0; n < 25; n++) book.add(0, entry)
    expect(book.after(23).map(({ n }) => n)).toEqual([24, 25])
    expect(book.after(0)[0]!.n).toBeGreaterThan(10)
    expect(book.last()).toBe(25)
  })
})

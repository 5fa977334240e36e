import { afterEach, describe, expect, it, vi } from 'vitest'
import { textOn } from '../../../dashboard/widget/accent.ts'
import { createClient } from '../../../dashboard/widget/client.ts'
import { emptyDraft, faultsOf, fitted, requestOf, serverFaults, type Draft } from '../../../dashboard/widget/draft.ts'
import { consequenceOf } from '../../../dashboard/widget/replies.ts'
import { daysOf, localeOf, zoneText } from '../../../dashboard/widget/slots.ts'
import { languageOf, sayIn, WORDS } from '../../../dashboard/widget/words.ts'
import { publicRequest, type PublicOptions } from '../../../services/schemas/callbacks.ts'

const draft = (typed: Partial<Draft> = {}): Draft => ({ ...emptyDraft(), number: '030 23125217', when: 'now', ...typed })
const hour = (from: string) => ({ from: `${from}:00:00Z`, to: new Date(Date.parse(`${from}:00:00Z`) + 3_600_000).toISOString() })
const BERLIN = { locale: 'en-GB', zone: 'Europe/Berlin' }

describe('the words of the widget', () => {
  const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

  it('stand in both languages and fill the same blanks', () => {
    for (const [en, ru] of Object.values(WORDS)) {
      expect(blanks(ru ?? '')).toEqual(blanks(en ?? ''))
      expect(ru).toMatch(/[а-яё]/i)
    }
  })

  it.each([
    [['ru-RU', 'en'], 'ru'],
    [[null, '', 'de-DE', 'RU'], 'ru'],
    [['fr'], 'en'],
    [['eng'], 'en'],
    [['auto', 'ru'], 'ru'],
  ])('are those of the first tag that is known: %j', (tags, language) => expect(languageOf(tags)).toBe(language))

  it('take times as the visitor writes them', () => {
    expect(localeOf('en', ['de-DE', 'en-US'])).toBe('en-US')
    expect(localeOf('ru', ['en-US'])).toBe('ru-RU')
  })
})

describe('what is typed', () => {
  it.each<[Partial<Draft>, string[]]>([
    [{}, []],
    [{ number: ' ' }, ['number numberMissing']],
    [{ number: 'call me' }, ['number numberBad']],
    [{ number: '+' }, ['number numberBad']],
    [{ number: '(030) 23125-217 / 18' }, []],
    [{ extension: '12#w3' }, []],
    [{ extension: 'twelve' }, ['extension extensionBad']],
    [{ when: 'window' }, ['from choose']],
    [{ when: 'written', number: '' }, ['email emailBad']],
    [{ when: 'written', number: '', email: 'mara@example.com' }, []],
    [{ when: 'written', email: 'mara@example' }, ['email emailBad']],
    [{ email: 'mara@example' }, []],
  ])('%j has the faults %j', (typed, faults) => expect(faultsOf(draft(typed)).map(({ field, key }) => `${field} ${key}`)).toEqual(faults))

  it('is sent as the API wants it, and without what is empty', () => {
    const windows = [hour('2026-11-18T14')]
    const about = { language: 'ru', zone: 'Europe/Berlin', skill: undefined }
    const body = requestOf(draft({ when: 'window', from: '2026-11-18T14:00:00Z', extension: ' 12 ', email: 'kept to himself' }), windows, about)
    expect(body).toEqual({ number: '030 23125217', extension: '12', language: 'ru', zone: 'Europe/Berlin', wish: windows[0] })
    expect(publicRequest.safeParse(body).error).toBeUndefined()
    expect(requestOf(draft({ when: 'written', number: '', email: 'mara@example.com' }), [], { language: 'en' })).toEqual({
      language: 'en',
      email: 'mara@example.com',
      wish: 'written',
    })
  })

  it('is found again in what the server names', () =>
    expect(serverFaults(['body.wish.from', 'body.number', 'headers.x']).map(({ field }) => field)).toEqual(['number', 'from']))
})

describe('the choice of a time', () => {
  const [one, two] = [hour('2026-11-18T14'), hour('2026-11-18T15')] as const
  const options = (now: boolean, windows: PublicOptions['windows']): PublicOptions => ({
    ...{ company: '', languages: [], canCall: true, now: now ? { waitMinutes: null } : null, windows, zone: 'UTC', opensAt: null, topics: [] },
  })

  it.each<[string, Partial<Draft>, PublicOptions, ReturnType<typeof fitted>]>([
    ['at first the soonest', { when: '' }, options(true, [one]), { when: 'now', from: one.from, isLost: false }],
    ['at first the next opening', { when: '' }, options(false, [one]), { when: 'window', from: one.from, isLost: false }],
    ['at first in writing, when nothing else is', { when: '' }, options(false, []), { when: 'written', from: '', isLost: false }],
    ['stays while it is free', { when: 'window', from: two.from }, options(true, [one, two]), { when: 'window', from: two.from, isLost: false }],
    ['is lost and nothing is chosen for him', { when: 'window', from: one.from }, options(true, [two]), { when: 'window', from: '', isLost: true }],
    ['is not lost twice', { when: 'window', from: '' }, options(true, [two]), { when: 'window', from: '', isLost: false }],
    ['now is over', { when: 'now' }, options(false, [one]), { when: 'window', from: '', isLost: true }],
    ['all is over', { when: 'window', from: '' }, options(false, []), { when: 'written', from: '', isLost: true }],
    ['in writing stays', { when: 'written' }, options(true, [one]), { when: 'written', from: one.from, isLost: false }],
  ])('%s', (_, typed, offered, fit) => expect(fitted(draft(typed), offered)).toEqual(fit))
})

describe('times', () => {
  it('stand by the days of the zone, over midnight and a month', () => {
    const days = daysOf([hour('2026-11-30T22'), hour('2026-11-30T23')], BERLIN)
    expect(days).toEqual([
      { label: 'Monday 30 November', slots: [{ value: '2026-11-30T22:00:00Z', label: '23:00 – 0:00' }] },
      { label: 'Tuesday 1 December', slots: [{ value: '2026-11-30T23:00:00Z', label: '0:00 – 1:00' }] },
    ])
    expect(zoneText('2026-11-30T22:00:00Z', BERLIN)).toBe('Central European Time')
  })

  it('say which hour it is when the clock shows one twice', () => {
    const [day] = daysOf(['2026-10-25T00', '2026-10-25T01', '2026-10-25T02'].map(hour), BERLIN)
    // Some tables write 02:00 beside a zone, and 2:00 else.
    expect(day?.slots.map(({ label }) => label.replaceAll(/\b0(?=\d:)/g, ''))).toEqual(['2:00 GMT+2 – 2:00 GMT+1', '2:00 GMT+1 – 3:00 GMT+1', '3:00 – 4:00'])
  })
})

describe('refusals', () => {
  const say = sayIn('en')
  const refused = (status: number, problem = {}) => consequenceOf({ isOk: false, status, problem }, say, true)

  it('become something that he can do', () => {
    expect(refused(0)).toMatchObject({ isToBeTriedAgain: true, text: expect.stringContaining('Nothing that you typed is lost') })
    expect(refused(409, { code: 'WINDOW_GONE' })).toEqual({ isGone: true })
    expect(refused(400, { faults: [{ place: 'body.email' }] }).faults).toEqual([{ field: 'email', key: 'emailBad' }])
    expect(refused(429, { values: { seconds: 61 } }).text).toContain('2 min')
    expect(refused(429).text).toBe(say('notNow'))
    expect(refused(403)).toEqual({ text: say('wrong') })
  })
})

describe('the client', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('sends what was not answered with the same key, and everything else with a new one', async () => {
    const keys: string[] = []
    const statuses = [502, 200, 200]
    vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
      keys.push(new Headers(init.headers).get('idempotency-key') ?? '')
      const status = statuses.shift()
      return status === undefined ? Promise.reject(new TypeError('offline')) : Promise.resolve(new Response('{}', { status }))
    })
    const { post } = createClient('https://line.example')
    const answers = [await post('', { a: 1 }), await post('', { a: 1 }), await post('', { a: 1 }), await post('', { a: 2 }), await post('', { a: 2 })]
    expect(answers.map((reply) => reply.isOk || reply.status)).toEqual([0, true, true, 0, 0])
    expect(keys[0]).toBe(keys[1])
    expect(keys[3]).toBe(keys[4])
    expect(new Set(keys).size).toBe(3)
  })
})

it('the text on the colour of a site has 4.5:1', () => {
  const light = (hex: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
      const part = Number.parseInt(hex.slice(start, start + 2), 16) / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const steps = ['00', '33', '66', '75', '87', '99', 'cc', 'ff']
  for (const red of steps)
    for (const green of steps)
      for (const blue of steps) {
        const accent = `#${red}${green}${blue}`
        const luminance = light(accent)
        const contrast = textOn(accent) === '#fff' ? 1.05 / (luminance + 0.05) : (luminance + 0.05) / 0.05
        expect(contrast, accent).toBeGreaterThanOrEqual(4.5)
      }
  expect(textOn('red;}body{display:none')).toBeUndefined()
})

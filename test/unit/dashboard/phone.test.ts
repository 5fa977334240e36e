import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { callReducer, type CallState } from '../../../dashboard/src/phone/call-state.ts'
import type { PhoneEvent } from '../../../dashboard/src/phone/phone-events.ts'
import { createSpeaker, findVoice, type Utterance, type Voice } from '../../../dashboard/src/phone/speaker.ts'
import { splitForSpeech, watchdogMilliseconds } from '../../../dashboard/src/phone/speech-text.ts'
import { tonesOf } from '../../../dashboard/src/phone/tones.ts'

describe('splitForSpeech', () => {
  it('leaves short texts whole', () => expect(splitForSpeech('  Press 2. ')).toEqual(['Press 2.']))
  it('says nothing for nothing', () => expect(splitForSpeech('  ')).toEqual([]))
  it('breaks after sentences, and no piece is too long', () => {
    const sentence = 'For a fault of your line, press two on your telephone. '
    const pieces = splitForSpeech(sentence.repeat(9))
    expect(pieces.every((piece) => piece.length <= 200 && piece.endsWith('.'))).toBe(true)
    expect(pieces.join(' ')).toBe(sentence.repeat(9).trim())
  })
  it('breaks a text without any blank', () => expect(splitForSpeech('a'.repeat(450)).map((piece) => piece.length)).toEqual([200, 200, 50]))
})

describe('tonesOf', () => {
  it.each([
    ['1', [697, 1209]],
    ['5', [770, 1336]],
    ['9', [852, 1477]],
    ['*', [941, 1209]],
    ['0', [941, 1336]],
    ['#', [941, 1477]],
  ])('%s', (key, tones) => expect(tonesOf(key)).toEqual(tones))
  it.each(['A', '', '12'])('has none for %j', (key) => expect(tonesOf(key)).toBeUndefined())
})

type Said = Utterance<Voice> & { text: string }
const aSynthesis = (voices: Voice[] = [{ lang: 'en-GB', localService: true }]) => {
  const said: Said[] = []
  const listeners: (() => void)[] = []
  return {
    said,
    voices,
    cancel: vi.fn(),
    arrive: () => listeners.forEach((listener) => listener()),
    getVoices: () => voices,
    speak: (utterance: Said) => void said.push(utterance),
    addEventListener: (_: 'voiceschanged', listener: () => void) => void listeners.push(listener),
  }
}
const make = (text: string): Said => ({ text, voice: null, lang: '', onend: null, onerror: null })
const settle = () => vi.advanceTimersByTimeAsync(0)

describe('the speaker', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('speaks one text after the other', async () => {
    const synthesis = aSynthesis()
    const speaker = createSpeaker(synthesis, make)
    speaker.say('One.', 'en')
    speaker.say('Two.', 'en')
    await settle()
    expect(synthesis.said.map(({ text }) => text)).toEqual(['One.'])
    synthesis.said[0]?.onend?.()
    await settle()
    expect(synthesis.said.map(({ text }) => text)).toEqual(['One.', 'Two.'])
  })

  it('goes on when the end never comes: 60 ms a character and a second', async () => {
    const synthesis = aSynthesis()
    const speaker = createSpeaker(synthesis, make)
    speaker.say('One.', 'en')
    speaker.say('Two.', 'en')
    await vi.advanceTimersByTimeAsync(watchdogMilliseconds('One.') - 1)
    expect(synthesis.said).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1 + 49)
    expect(synthesis.cancel).toHaveBeenCalledOnce()
    expect(synthesis.said).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(synthesis.said).toHaveLength(2)
  })

  it('is silent at once, and waits 50 ms before it speaks again', async () => {
    const synthesis = aSynthesis()
    const speaker = createSpeaker(synthesis, make)
    speaker.say('A long menu.', 'en')
    speaker.say('Its second half.', 'en')
    await settle()
    speaker.silence()
    speaker.say('Your answer.', 'en')
    synthesis.said[0]?.onend?.()
    await vi.advanceTimersByTimeAsync(49)
    expect(synthesis.said.map(({ text }) => text)).toEqual(['A long menu.'])
    await vi.advanceTimersByTimeAsync(1)
    expect(synthesis.said.map(({ text }) => text)).toEqual(['A long menu.', 'Your answer.'])
  })

  it('waits for voices that come late, but at most half a second', async () => {
    const synthesis = aSynthesis([])
    createSpeaker(synthesis, make).say('One.', 'en')
    await vi.advanceTimersByTimeAsync(300)
    expect(synthesis.said).toEqual([])
    synthesis.voices.push({ lang: 'en-US', localService: true })
    synthesis.arrive()
    await settle()
    expect(synthesis.said[0]?.voice?.lang).toBe('en-US')
    const dumb = aSynthesis([])
    createSpeaker(dumb, make).say('One.', 'en')
    await vi.advanceTimersByTimeAsync(500)
    expect(dumb.said).toHaveLength(1)
  })

  it('takes a voice of the language, a local one first', () => {
    const voices = [
      { lang: 'en-US', localService: true },
      { lang: 'ru-RU', localService: false },
      { lang: 'ru_RU', localService: true },
    ]
    expect(findVoice(voices, 'ru')).toBe(voices[2])
    expect(findVoice(voices, 'de')).toBeNull()
  })
})

const SID = 'CA1'
const event = (n: number, type: PhoneEvent['type'], more: Partial<PhoneEvent> = {}): PhoneEvent => ({
  n,
  at: '2026-11-21T12:00:00.000Z',
  leg: SID,
  type,
  ...more,
})
const open = callReducer({ phase: 'idle' }, { type: 'placed', sid: SID, from: 'a', to: 'b', now: 0 })
const take = (state: CallState, events: PhoneEvent[], ended = false) => callReducer(state, { type: 'events', events, ended, now: 5 })
const captionsOf = (state: CallState) => (state.phase === 'open' || state.phase === 'ended' ? state.captions : [])

describe('the phone', () => {
  it('shows what is said and what the line waits for', () => {
    const waitingFor = { kind: 'gather', accepts: ['keys'], maxDigits: 1 } as const
    const state = take(open, [event(1, 'answered'), event(2, 'said', { text: 'Press 2.', language: 'en' }), event(3, 'listening', { waitingFor })])
    expect(captionsOf(state)).toEqual([{ n: 2, who: 'line', text: 'Press 2.', language: 'en' }])
    expect(state).toMatchObject({ phase: 'open', isAnswered: true, waitingFor })
  })

  it('takes each event once, however often it is told', () => {
    const events = [event(1, 'said', { text: 'Hello' })]
    expect(captionsOf(take(take(open, events), events))).toHaveLength(1)
  })

  it('puts keys that follow each other in one line', () => {
    const state = take(
      open,
      ['1', '2', '3'].map((text, index) => event(index + 1, 'pressed', { text })),
    )
    expect(captionsOf(state)).toEqual([{ n: 1, who: 'you', kind: 'pressed', text: '123' }])
  })

  it('does not show what another leg hears, only that its phone rings', () => {
    const state = take(open, [event(1, 'ringing', { leg: 'CA2', text: '+4930' }), event(2, 'said', { leg: 'CA2', text: 'Press 1 to accept' })])
    expect(captionsOf(state).map(({ who }) => who)).toEqual(['note'])
  })

  it('ends with the call, and waits for nothing then', () => {
    const state = take(open, [event(1, 'listening', { waitingFor: { kind: 'record' } }), event(2, 'ended')], true)
    expect(state).toMatchObject({ phase: 'ended', waitingFor: null, endedAt: Date.parse('2026-11-21T12:00:00.000Z') })
  })

  it('is free again when the call was refused', () => {
    expect(callReducer({ phase: 'dialling', from: 'a', to: 'b' }, { type: 'refused' })).toEqual({ phase: 'idle' })
  })
})

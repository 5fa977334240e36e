import { describe, expect, it } from 'vitest'
import { advance } from '../../../services/ivr/engine.ts'
import type { Answer } from '../../../services/ivr/questions.ts'
import type { Step } from '../../../services/ivr/session.ts'
import { aCall, aFlow, aSession, dialEnded, heard, noon, press, silence, verbs, withAnswers, withPeople, type Answers } from './support.ts'

const line = (fields = '', top = '') =>
  aFlow(
    `  main: { do: queue, prompt: { en: Welcome. }, onFailed: failed, onGap: gap${fields && `, ${fields}`} }
  failed: { do: menu, prompt: { en: Failed. }, options: {} }
  gap: { do: menu, prompt: { en: Gap. }, options: {} }
  left: { do: menu, prompt: { en: Left. }, options: {} }
  later: { do: menu, prompt: { en: Later. }, options: {} }
  bye: { do: menu, prompt: { en: Bye. }, options: {} }`,
    top,
  )
const offers = 'leave: left, callback: later'
type Place = Extract<Answer, { kind: 'queue' }>
const place = (standing: Place['standing'], ahead = 0, phones: string[] = []): Place => ({
  kind: 'queue',
  standing,
  ahead,
  waitMinutes: ahead > 0 ? ahead * 3 : null,
  round: phones.map((phone) => ({ name: 'Dana', phone, why: 'on' })),
  notAsked: [{ name: 'Chen', why: 'on a call' }],
})
/** The places that the program tells, one after the other; the last one again. */
const places = (...told: Answer[]): Answers => {
  const left = [...told]
  return withAnswers({ queue: () => (left.length > 1 ? left.shift() : left[0]) ?? place('wait', 1) })
}
const kinds = ({ log }: Step): string[] => log.map(({ kind }) => kind)

describe('a queue', () => {
  it('asks whose turn it is by the instant at which he came', () => {
    const flow = line('skill: heating, level: 2, language: true')
    const wanted = { skill: 'heating', level: 2, siteId: null }
    const question = {
      kind: 'queue',
      queue: 'test/main',
      since: noon.toMillis(),
      wanted,
      language: 'en',
      order: 'longestIdle',
      zone: 'Europe/Berlin',
      asked: [],
    }
    expect(advance(flow, aSession(flow), { kind: 'incoming' }, noon)).toEqual({ needs: { key: 'queue main', question } })
    const { session } = aCall(flow, { answers: places(place('wait', 1)) }).first
    expect(advance(flow, session, silence, noon.plus({ seconds: 21 }))).toMatchObject({ needs: { question: { since: noon.toMillis() } } })
  })

  it('rings at once when it is his turn and somebody is free, without an offer', () => {
    const { first } = aCall(line(offers), { answers: places(place('turn', 0, ['+4930111111'])) })
    expect(first.instructions).toMatchObject([
      { verb: 'say', text: 'Welcome.' },
      { verb: 'dial', numbers: ['+4930111111'], timeoutSeconds: 20, screen: { language: 'en' } },
    ])
    expect(first.log.at(-1)).toEqual({
      kind: 'dialled',
      step: 'main',
      numbers: 1,
      asked: [{ name: 'Dana', why: 'on' }],
      notAsked: [{ name: 'Chen', why: 'on a call' }],
    })
  })

  it('holds with his place, what else he may do, and silence in which a key is heard', () => {
    const { first } = aCall(line(offers), { answers: places(place('wait', 2)) })
    expect(first.instructions).toEqual([
      {
        verb: 'gather',
        accepts: ['keys'],
        prompts: expect.arrayContaining([{ verb: 'pause', seconds: 20 }]) as never,
        language: 'en',
        timeoutSeconds: 1,
        maxDigits: 1,
      },
    ])
    expect(heard(first.instructions)).toMatch(
      /^Welcome\. \| You are number 3 in line\. \| .*press 1.*by tomorrow at 7 AM.* \| To be called back, press 2\. \| Or stay on the line\.$/,
    )
    expect(first.log).toContainEqual({ kind: 'held', step: 'main', ahead: 2, waitMinutes: 6, seconds: 0 })
    expect(first.log.at(-1)).toEqual({ kind: 'offered', step: 'main', leave: true, callback: true })
    expect(first.session).toMatchObject({
      queue: { ahead: 2, waitMinutes: 6 },
      promise: { by: { en: 'by tomorrow at 7 AM' } },
      position: { awaiting: 'hold', hold: { queue: 'test/main', since: noon.toMillis(), offeredAt: noon.toMillis() } },
    })
  })

  it.each([
    ['', /^Welcome\. \| You are number 2 in line\.$/, false],
    ['callback: later', /To be called back, press 2\. \| Or stay on the line\.$/, false],
    ['leave: left', /press 1.*Or stay on the line\.$/, true],
  ])('offers only what the flow has: %j', (fields, expected, asksForPromise) => {
    const { first } = aCall(line(fields), { answers: places(place('wait', 1)) })
    expect(heard(first.instructions)).toMatch(expected)
    expect(heard(first.instructions)).not.toMatch(fields.includes('callback') ? /press 1/ : /press 2/)
    expect(first.session.promise !== undefined).toBe(asksForPromise)
    expect(kinds(first).includes('offered')).toBe(fields !== '')
  })

  it('promises no time that nobody can name', () => {
    const answers = withAnswers({ queue: place('wait', 1), promise: { kind: 'unknown', reason: 'gone' } })
    const { first } = aCall(line(offers), { answers })
    expect(heard(first.instructions)).not.toMatch(/press 1/)
    expect(first.log.at(-1)).toEqual({ kind: 'offered', step: 'main', leave: false, callback: true })
  })

  it('plays music if there is some, and else says a word between; his place only when it changes', () => {
    const quiet = aCall(line(), { answers: places(place('wait', 2), place('wait', 2), place('wait', 1), place('wait', 1)) })
    const words = [1, 2, 3].map(() => quiet.take(silence, 21))
    expect(words.map(({ instructions }) => heard(instructions))).toEqual([
      'You are still in line. Thank you for waiting.',
      'You are number 2 in line.',
      'You are still in line. Thank you for waiting.',
    ])
    expect(words.map((step) => kinds(step))).toEqual([[], ['held', 'said'], []])
    const music = aCall(line('music: "https://x.example/a.mp3"'), { answers: places(place('wait', 1)) })
    expect(music.take(silence, 21).instructions).toMatchObject([{ verb: 'gather', prompts: [{ verb: 'play', url: 'https://x.example/a.mp3' }] }])
  })

  it('offers again after each maximum hold', () => {
    const call = aCall(line(`${offers}, maxHoldSeconds: 60`), { answers: places(place('wait', 1)) })
    expect([21, 21, 17, 1, 21, 38, 1].map((seconds) => kinds(call.take(silence, seconds)).includes('offered'))).toEqual([
      false,
      false,
      false,
      true,
      false,
      false,
      true,
    ])
  })

  it.each([
    ['1', 'Left.', 'leave'],
    ['2', 'Later.', 'callback'],
  ])('the key %s is taken at its word', (key, said, what) => {
    const call = aCall(line(offers), { answers: places(place('wait', 1)) })
    const step = call.take(press(key))
    expect(heard(step.instructions)).toBe(said)
    expect(step.log.slice(0, 2)).toEqual([
      { kind: 'pressed', step: 'main', digits: key },
      { kind: 'accepted', step: 'main', what },
    ])
  })

  it.each([
    // by the key, or because nobody took the call; the callback step names nobody, or somebody
    ['', press('2'), { skill: 'heating', level: 2, siteId: null }],
    ['', silence, { skill: 'heating', level: 2, siteId: null }],
    ['level: 1, ', press('2'), { skill: null, level: 1, siteId: null }],
  ])('who is called back keeps his place and is called by such a one as he waited for (%s)', (fields, event, wanted) => {
    const flow = aFlow(`
  main: { do: queue, skill: heating, level: 2, giveUpSeconds: 60, callback: later, onFailed: later }
  later: { do: callback, ${fields}next: bye, onNoNumber: bye }
  bye: { do: menu, prompt: { en: Bye. }, options: {} }`)
    const call = aCall(flow, { answers: places(place('wait', 1)) })
    const { effects } = call.take(event, 58)
    expect(effects).toEqual([{ kind: 'callback', number: '+493023125200', title: '', severity: 'normal', language: 'en', wanted, since: noon.toMillis() }])
  })

  it('reads other keys over, and keys for what the flow does not have', () => {
    const call = aCall(line('callback: later'), { answers: places(place('wait', 1)) })
    for (const key of ['7', '1', '*']) {
      const step = call.take(press(key), 3)
      expect(step.session.position).toMatchObject({ awaiting: 'hold', hold: { since: noon.toMillis() } })
      expect(step.log).toEqual([{ kind: 'pressed', step: 'main', digits: key }])
    }
  })

  it('silence is what he should do: it ends after the time of the step, not before', () => {
    const call = aCall(line('giveUpSeconds: 600'), { answers: places(place('wait', 1)) })
    const steps = Array.from({ length: 28 }, () => call.take(silence, 21))
    expect(steps.every(({ instructions }) => verbs(instructions) === 'gather')).toBe(true)
    const last = call.take(silence, 21)
    expect(heard(last.instructions)).toBe('Failed.')
    expect(last.log).toContainEqual({ kind: 'went', step: 'main', to: 'failed', why: 'nobody took the call in 600 s' })
  })

  it('keeps his place and leaves who did not take the call in peace for a while', () => {
    const asked: string[][] = []
    const answers = withAnswers({
      queue: (question) => {
        asked.push([...question.asked])
        const free = ['+4930111111', '+4930222222'].filter((phone) => !question.asked.includes(phone)).slice(0, 1)
        return place('turn', 0, free)
      },
    })
    const call = aCall(line('maxHoldSeconds: 60'), { answers })
    const second = call.take(dialEnded('noAnswer'), 20)
    expect(heard(second.instructions)).toBe('You are still in line. Thank you for waiting.')
    expect(second.instructions.at(-1)).toMatchObject({ numbers: ['+4930222222'] })
    const held = call.take(dialEnded('busy'), 5)
    expect(heard(held.instructions)).toMatch(/You are number 1 in line\.$/)
    call.take(silence, 59)
    expect(call.take(silence, 1).instructions.at(-1)).toMatchObject({ verb: 'dial', numbers: ['+4930111111'] })
    expect(asked).toEqual([[], ['+4930111111'], ['+4930111111', '+4930222222'], ['+4930111111', '+4930222222'], []])
    expect(call.take(dialEnded('noAnswer'), 20).session.position).toMatchObject({ hold: { since: noon.toMillis() } })
  })

  it.each<[string, Answer, string]>([
    ['nobody is on', place('gap'), 'Welcome. | Gap.'],
    ['nobody can say', { kind: 'unknown', reason: 'gone' }, 'Welcome.'],
    ['all are being rung', place('turn', 0), 'Welcome. | You are number 1 in line.'],
  ])('%s', (_, answer, said) => {
    expect(heard(aCall(line(), { answers: places(answer) }).first.instructions)).toBe(said)
  })

  it('writes down a gap, and says nothing of a line when there is none any more', () => {
    const call = aCall(line('skill: heating'), { answers: places(place('turn', 0, ['+4930111111']), place('gap')) })
    const step = call.take(dialEnded('noAnswer'), 20)
    expect(heard(step.instructions)).toBe('Gap.')
    expect(step.log).toContainEqual({ kind: 'gap', step: 'main', skill: 'heating', fallback: 'gap', notAsked: [{ name: 'Chen', why: 'on a call' }] })
  })

  it.each([
    ['', 'hangUp', ''],
    ['onAnswered: bye', 'gather', 'Bye.'],
  ])('after the talk: %j', (fields, verb, said) => {
    const call = aCall(line(fields), { answers: withPeople(['+4930111111']) })
    const step = call.take(dialEnded('answered'), 300)
    expect([verbs(step.instructions), heard(step.instructions)]).toEqual([verb, said])
    expect(step.session.achieved).toEqual(['answered'])
  })

  it('tells his place anew when he comes back to the queue', () => {
    const unknown: Answer = { kind: 'unknown', reason: 'gone' }
    const call = aCall(line('callback: main'), { answers: places(place('wait', 1), unknown, place('wait', 1)) })
    expect(call.take(press('2'), 60).session.queue).toBeNull()
    expect(heard(call.take(silence, 21).instructions)).toBe('You are number 2 in line.')
  })

  it('begins anew when a stored session does not know since when he waits', () => {
    const flow = line()
    const position = { step: 'main', awaiting: 'hold', noInput: 0, noMatch: 0, silences: 0 } as const
    const step = advance(flow, { ...aSession(flow), position }, silence, noon, new Map([['queue main', place('wait', 4)]]))
    expect('session' in step && step.session.position).toMatchObject({ awaiting: 'hold', hold: { since: noon.toMillis() } })
  })
})

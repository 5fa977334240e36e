import { describe, expect, it } from 'vitest'
import { advance } from '../../../services/ivr/engine.ts'
import { parseFlow } from '../../../services/ivr/parse-flow.ts'
import type { Answer, Question } from '../../../services/ivr/questions.ts'
import type { CallEvent } from '../../../services/telephony/provider.ts'
import { aFlow, aSession, decide, dialEnded, head, heard, noon, play, press, silence, verbs, withPeople, type Answers } from './support.ts'

const tail = `
  gap: { do: menu, prompt: { en: Gap. }, options: {} }
  busy: { do: menu, prompt: { en: Busy. }, options: {} }
  failed: { do: menu, prompt: { en: Failed. }, options: {} }`
const ringing = (fields = '') =>
  aFlow(`  main: { do: dial, to: onShift, prompt: { en: Wait. }, onFailed: failed, onGap: gap, onBusy: busy${fields && `, ${fields}`} }${tail}`)
const always =
  (answer: Answer): Answers =>
  () =>
    answer
const people = (standing: 'on' | 'busy' | 'gap'): Answer => ({ kind: 'people', standing, round: [], notAsked: [{ name: 'Irina', why: 'on a break' }] })

describe('dial to who is on shift', () => {
  it('asks first: who is meant, and in which order', () => {
    const flow = ringing('skill: heating, level: 2, language: true, urgent: true, order: longestIdle')
    const session = aSession(flow)
    const before = structuredClone(session)
    expect(advance(flow, session, { kind: 'incoming' }, noon)).toEqual({
      needs: {
        key: 'onShift main',
        question: {
          kind: 'onShift',
          wanted: { skill: 'heating', level: 2, siteId: null },
          language: 'en',
          isUrgent: true,
          order: 'longestIdle',
          zone: 'Europe/Berlin',
          asked: [],
        },
      },
    })
    expect(session).toEqual(before)
  })

  it.each<[Answer, string]>([
    [people('gap'), 'Gap.'],
    [people('on'), 'Gap.'],
    [people('busy'), 'Busy.'],
    [{ kind: 'unknown', reason: 'it took too long' }, 'Failed.'],
  ])('%j -> %s', (answer, said) => {
    expect(heard(play(ringing(), [], { answers: always(answer) }).instructions)).toBe(said)
  })

  it('writes down a gap with what was asked for, and what nobody could say', () => {
    const { log } = play(ringing('skill: heating, level: 2'), [], { answers: always(people('gap')) })
    expect(log[0]).toEqual({ kind: 'gap', step: 'main', level: 2, skill: 'heating', fallback: 'gap', notAsked: [{ name: 'Irina', why: 'on a break' }] })
    const lost = play(ringing(), [], { answers: always({ kind: 'unknown', reason: 'gone' }) })
    expect(lost.log[0]).toEqual({ kind: 'notKnown', step: 'main', question: 'onShift', reason: 'gone' })
  })

  it('rings one after the other, says its prompt once, and names nobody’s number', () => {
    const flow = ringing('order: inOrder')
    const { all, session } = play(flow, [dialEnded('noAnswer'), dialEnded('busy')], { people: ['+4930111111', '+4930222222'] })
    expect(all.map(({ instructions }) => verbs(instructions))).toEqual(['say dial', 'say dial', 'gather'])
    expect(all.map(({ instructions }) => heard(instructions))).toEqual(['Wait.', 'I am still trying. One moment, please.', 'Failed.'])
    expect(all[1]?.instructions.at(-1)).toMatchObject({ numbers: ['+4930222222'] })
    expect(JSON.stringify(all.map(({ log }) => log))).not.toContain('+4930')
    expect(session.position).not.toHaveProperty('ringing')
    const canceled = play(flow, [{ kind: 'dialEnded', result: 'canceled', talkSeconds: 0 }], { people: ['+4930111111', '+4930222222'] })
    expect(heard(canceled.instructions)).toBe('Failed.')
  })

  it('rings ten phones at once at most, then the others, and a shared phone once', () => {
    const phones = Array.from({ length: 12 }, (_, n) => `+49301111${n < 2 ? 0 : n}`)
    const { all } = play(ringing(), [dialEnded('noAnswer'), dialEnded('noAnswer')], { people: phones })
    const rung = all.flatMap(({ instructions }) => instructions.flatMap((one) => (one.verb === 'dial' ? [one.numbers] : [])))
    expect(rung).toEqual([phones.slice(1, 10), phones.slice(10)])
  })

  it('asks after each round who is on now, without those who were asked, and the log of a later round says whom', () => {
    const asked: Question[] = []
    const on: Record<number, string[]> = { 0: ['Irina', 'Dana'], 1: ['Irina', 'Amira'], 2: ['Irina', 'Amira', 'Elif'], 3: ['Elif'] }
    const answers: Answers = (question) => {
      if (question.kind !== 'onShift') throw new Error(question.kind)
      asked.push(question)
      const names = (on[asked.length - 1] ?? []).filter((name) => !question.asked.includes(`+49 ${name}`))
      const round = names.slice(0, 1).map((name) => ({ name, phone: `+49 ${name}`, why: 'on' }))
      return { kind: 'people', standing: 'on', round, notAsked: [{ name: 'Chen', why: 'away' }] }
    }
    const { all, log } = play(ringing('order: inOrder'), [dialEnded('noAnswer'), dialEnded('busy'), dialEnded('noAnswer')], { answers })
    expect(all.flatMap(({ log }) => log.filter(({ kind }) => kind === 'dialled'))).toEqual([
      { kind: 'dialled', step: 'main', numbers: 1, asked: [{ name: 'Irina', why: 'on' }], notAsked: [{ name: 'Chen', why: 'away' }] },
      { kind: 'dialled', step: 'main', numbers: 1, asked: [{ name: 'Amira', why: 'on' }] },
      { kind: 'dialled', step: 'main', numbers: 1, asked: [{ name: 'Elif', why: 'on' }] },
    ])
    expect(asked.map((question) => 'asked' in question && question.asked.length)).toEqual([0, 1, 2, 3])
    expect(log).toContainEqual({ kind: 'went', step: 'main', to: 'failed', why: 'noAnswer' })
    expect(all[1]?.session.position).toEqual({
      step: 'main',
      awaiting: 'dial',
      noInput: 0,
      noMatch: 0,
      silences: 0,
      ringing: { since: noon.toMillis(), asked: ['+49 Irina', '+49 Amira'] },
    })
  })

  it.each<[string, Answer]>([
    ['cannot be found out', { kind: 'unknown', reason: 'it took too long' }],
    ['all are busy by then', people('busy')],
    ['nobody is on any more', people('gap')],
  ])('fails when %s in a later round', (_, later) => {
    let rounds = 0
    const answers: Answers = (question, now) => (rounds++ === 0 ? withPeople(['+4930111111', '+4930222222'])(question, now) : later)
    const { instructions, log } = play(ringing('order: longestIdle'), [dialEnded('noAnswer')], { answers })
    expect(heard(instructions)).toBe('Failed.')
    expect(log.map(({ kind }) => kind)).toEqual(['dialEnded', ...(later.kind === 'unknown' ? ['notKnown'] : []), 'went', 'asked'])
  })

  it('rings no longer than two minutes in all, however many there are', () => {
    const answers = withPeople(Array.from({ length: 9 }, (_, n) => `+493011111${n}`))
    const flow = ringing('order: inOrder, timeoutSeconds: 35')
    let { session } = decide(flow, aSession(flow), { kind: 'incoming' }, noon, answers)
    const after = (seconds: number) => {
      const step = decide(flow, session, dialEnded('noAnswer'), noon.plus({ seconds }), answers)
      session = step.session
      return step
    }
    const rung = [35, 71, 106].map((seconds) => after(seconds).instructions.at(-1))
    expect(rung).toMatchObject([{ timeoutSeconds: 35 }, { timeoutSeconds: 35 }, { timeoutSeconds: 14 }])
    const last = after(120)
    expect(heard(last.instructions)).toBe('Failed.')
    expect(last.log).toContainEqual({ kind: 'went', step: 'main', to: 'failed', why: 'nobody took the call in 120 s' })
  })

  it('a later round is another question than the first one', () => {
    const flow = ringing()
    const { session } = decide(flow, aSession(flow), { kind: 'incoming' }, noon, withPeople(['+4930111111']))
    expect(advance(flow, session, dialEnded('busy'), noon)).toMatchObject({ needs: { key: 'onShift main after 1', question: { asked: ['+4930111111'] } } })
  })

  it('a session of an older version, which does not know who was asked, rings nobody twice', () => {
    const flow = ringing()
    const position = { step: 'main', awaiting: 'dial', noInput: 0, noMatch: 0, silences: 0 } as const
    expect(heard(decide(flow, { ...aSession(flow), position }, dialEnded('busy'), noon, withPeople(['+4930111111'])).instructions)).toBe('Failed.')
  })

  it('asks for people of the site of the number that was dialled, if the flow says so and the site is known', () => {
    const flow = ringing('site: caller')
    const wantedOf = (place: { siteId: string; zone: string } | null) => {
      const step = advance(flow, aSession(flow, { place }), { kind: 'incoming' }, noon)
      return 'needs' in step && step.needs.question
    }
    expect(wantedOf({ siteId: 'berlin', zone: 'Europe/Berlin' })).toMatchObject({ wanted: { siteId: 'berlin' } })
    expect(wantedOf(null)).toMatchObject({ wanted: { siteId: null } })
  })

  it('rings numbers of the flow without asking anybody', () => {
    const flow = aFlow(`  main: { do: dial, to: ['+4930111111', '+4930222222'], order: inOrder, onFailed: failed }${tail.replace(/ {2}(gap|busy).*\n/g, '')}`)
    expect(play(flow, [dialEnded('busy')]).instructions.at(-1)).toMatchObject({ numbers: ['+4930222222'] })
  })
})

describe('hours', () => {
  const hours = (fields: string) =>
    aFlow(`  main: { do: hours, ${fields}, open: open, closed: closed }
  open: { do: menu, prompt: { en: Open. }, options: {} }
  closed: { do: menu, prompt: [{ en: Closed. }, { en: 'Again {{opening.next}}.' }], options: {} }`)
  const byDay = "days: { mon-sun: '08:00-20:00' }"

  it.each<[string, Answer, string]>([
    ['onShift: true', { kind: 'opening', isOpen: true, next: null }, 'Open.'],
    ['onShift: true', { kind: 'opening', isOpen: false, next: { en: 'tomorrow at 8 AM' } }, 'Closed. | Again tomorrow at 8 AM.'],
    ['onShift: true', { kind: 'opening', isOpen: false, next: null }, 'Closed.'],
    [byDay, { kind: 'opening', isOpen: false, next: { ru: 'завтра' } }, 'Closed.'],
    // Nobody can say: the clock alone, and without hours somebody is tried.
    [byDay, { kind: 'unknown', reason: 'gone' }, 'Open.'],
    ["days: { mon-sun: '18:00-20:00' }", { kind: 'unknown', reason: 'gone' }, 'Closed.'],
    ['onShift: true', { kind: 'unknown', reason: 'gone' }, 'Open.'],
  ])('%s, %j -> %s', (fields, answer, said) => {
    expect(heard(play(hours(fields), [], { answers: always(answer) }).instructions)).toBe(said)
  })

  it('asks by the clock of the caller and for the holidays of the site, unless the flow says otherwise', () => {
    const asked: Question[] = []
    const answers: Answers = (question, now) => {
      asked.push(question)
      return withPeople([])(question, now)
    }
    const place = { siteId: 'berlin', zone: 'Asia/Yekaterinburg' }
    play(hours(byDay), [], { answers, place })
    play(hours(`${byDay}, siteHolidays: false`), [], { answers, place })
    play(hours('onShift: true, level: 2'), [], { answers })
    play(hours('onShift: true, site: caller'), [], { answers, place })
    play(hours('onShift: true, site: any'), [], { answers, place })
    expect(asked).toMatchObject([
      { siteId: 'berlin', zone: 'Asia/Yekaterinburg', onShift: null },
      { siteId: null },
      { siteId: null, zone: 'Europe/Berlin', hours: null, onShift: { skill: null, level: 2, siteId: null } },
      { onShift: { siteId: 'berlin' } },
      { onShift: { siteId: null } },
    ])
  })
})

describe('presence', () => {
  const flow = aFlow(`  main: { do: presence, next: bye, onFailed: failed }
  bye: { do: hangUp, prompt: { en: Bye. } }
  failed: { do: menu, prompt: { en: Failed. }, options: {} }`)
  const staff = ['dana']

  it.each<[CallEvent[], string]>([
    [[], 'Please enter your PIN, then hash.'],
    [[press('4711')], 'If you take calls now, press 1. For a break, press 2. If you are leaving, press 3.'],
    [[press('4711#'), press('1')], 'You take calls now. | Bye.'],
    [[press('4711'), press('2')], 'You are on a break now. | Bye.'],
    [[press('4711'), press('3')], 'You take no more calls. | Bye.'],
    [[press('1111')], 'That PIN is not right. | Please enter your PIN, then hash.'],
    [[press('1111'), press('2222'), press('3333')], 'That PIN is not right. | Failed.'],
    [[silence, press('#'), silence], 'I did not hear anything. | Failed.'],
    [[press('4711'), press('7'), press('8'), press('9')], 'Sorry, I did not understand that. | Failed.'],
    [[dialEnded('busy')], 'Please enter your PIN, then hash.'],
  ])('%j -> %s', (events, said) => {
    const { instructions, all } = play(flow, events, { staff })
    expect(heard(instructions)).toBe(said)
    expect(JSON.stringify(all)).not.toMatch(/4711|1111|2222/)
  })

  it('changes what he does, once he has said it', () => {
    expect(play(flow, [press('4711'), press('2')], { staff }).effects).toEqual([{ kind: 'presence', personId: 'dana', state: 'break' }])
    expect(play(flow, [press('4711')], { staff }).effects).toEqual([])
  })

  it('is not for phones that are none of ours, and compares nothing after too many wrong PINs or when nobody can', () => {
    expect(heard(play(flow, []).instructions)).toBe('Failed.')
    const tooMany = play(flow, [press('4711')], { staff, answers: always({ kind: 'pin', verdict: 'tooMany', personId: null }) })
    expect(heard(tooMany.instructions)).toBe('There were too many wrong PINs. Please try again in an hour. | Failed.')
    expect(heard(play(flow, [press('4711')], { staff, answers: always({ kind: 'unknown', reason: 'gone' }) }).instructions)).toBe('Failed.')
  })
})

describe('the check of a flow', () => {
  it.each([
    ['main: { do: dial, to: keeper, urgent: true, onFailed: bye }', /"urgent" means nothing for keeper/],
    ["main: { do: dial, to: ['+4930123456'], skill: heating, onFailed: bye }", /"skill" means nothing for numbers/],
    ['main: { do: dial, to: keeper, site: caller, onFailed: bye }', /"site" means nothing for keeper/],
    ['main: { do: dial, to: onShift, onGap: nowhere, onFailed: bye }', /"onGap" leads to "nowhere"/],
    ['main: { do: dial, to: onShift, onBusy: by, onFailed: bye }', /"onBusy" leads to "by".*did you mean "bye"/],
    ['main: { do: dial, to: onShift, skill: "Heating!", onFailed: bye }', /must be the key of a skill/],
    ['main: { do: hours, open: bye, closed: bye }', /nothing says when it is open/],
    ["main: { do: hours, days: { mon: '08:00-09:00' }, level: 2, open: bye, closed: bye }", /"level" is about people/],
    ['main: { do: hours, onShift: true, siteHolidays: false, open: bye, closed: bye }', /"siteHolidays" changes nothing without "days"/],
    ['main: { do: presence, next: bye, onFailed: nowhere }', /"onFailed" leads to "nowhere"/],
  ])('%s', (step, message) => {
    const { findings } = parseFlow(`${head}steps:\n  ${step}\n  bye: { do: hangUp }\n`, 'test.yaml')
    expect(findings.map((finding) => finding.message).join('\n')).toMatch(message)
  })
})

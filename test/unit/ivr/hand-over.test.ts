import { describe, expect, it } from 'vitest'
import { advance } from '../../../services/ivr/engine.ts'
import type { Session } from '../../../services/ivr/session.ts'
import { aFlow, aSession, cameBack, dialEnded, heard, noon, play, press, recorded, silence, verbs, withAnswers } from './support.ts'
import type { CallEvent } from '../../../services/telephony/provider.ts'

const failed = '  failed: { do: menu, prompt: { en: Failed. }, options: {} }\n  bye: { do: menu, prompt: { en: Bye. }, options: {} }'

describe('transfer', () => {
  const transfer = (to: string, fields = '') =>
    aFlow(`  main: { do: transfer, to: '${to}', prompt: { en: One moment. }, onFailed: failed${fields && `, ${fields}`} }\n${failed}`)

  it.each(['+493023125300', 'sip:office@pbx.example', 'client:office'])('hands over to %s without asking anybody', (to) => {
    expect(play(transfer(to, 'timeoutSeconds: 25'), []).instructions).toEqual([
      { verb: 'say', text: 'One moment.', language: 'en' },
      { verb: 'dial', numbers: [to], timeoutSeconds: 25 },
    ])
  })

  it.each<[CallEvent, string, string]>([
    [dialEnded('noAnswer'), '', 'Failed.'],
    [dialEnded('busy'), 'onAnswered: bye', 'Failed.'],
    [dialEnded('answered'), 'onAnswered: bye', 'Bye.'],
    [silence, '', 'One moment.'],
  ])('%j with %j -> %s', (event, fields, said) => {
    expect(heard(play(transfer('+493023125300', fields), [event]).instructions)).toBe(said)
  })

  it('ends the call after the talk', () => {
    expect(play(transfer('+493023125300'), [dialEnded('answered')]).session).toMatchObject({ achieved: ['answered'], isOver: true })
  })

  it('goes to the number of the directory, if one was found', () => {
    const flow = transfer('{{directory.number}}')
    const entry = { id: 'e', name: 'Office', number: '+493023125301', hours: null, isOpen: true }
    const step = advance(flow, { ...aSession(flow), directory: entry }, { kind: 'incoming' }, noon)
    expect('session' in step && step.instructions.at(-1)).toMatchObject({ numbers: ['+493023125301'] })
    expect(heard(play(flow, []).instructions)).toBe('Failed.')
  })
})

describe('callback', () => {
  const callback = (fields = '') =>
    aFlow(`
  main: { do: gather, name: phone, prompt: { en: Number? }, minDigits: 3, next: wish }
  wish: { do: callback, title: 'Callback for {{captured.phone}}', next: stored, onNoNumber: failed, onDelay: bye${fields && `, ${fields}`} }
  stored: { do: menu, prompt: { en: 'We call {{callback.number}} {{callback.by}}.' }, options: {} }\n${failed}`)
  const keyed = 'number: captured.phone'

  it.each([
    // fields  keyed             from             number
    ['', '111', '+493023125200', '+493023125200'],
    ['', '111', null, null],
    [keyed, '03023125201', null, '+493023125201'],
    [keyed, '004930 23125201', null, '+493023125201'],
    [keyed, '090012345', '+493023125200', null],
    [keyed, '112', '+493023125200', null],
    [keyed, '03023125100', '+493023125200', null],
  ])('%j, keyed %s, from %s: calls %s', (fields, digits, from, number) => {
    const { instructions, effects } = play(callback(fields), [press(digits.replace(' ', ''))], { call: { from, to: '+493023125100' } })
    const title = `Callback for ${digits.replace(' ', '')}`
    const wanted = { skill: null, level: null, siteId: null }
    expect(effects).toEqual(number === null ? [] : [{ kind: 'callback', number, title, severity: 'normal', language: 'en', wanted }])
    if (number === null) expect(heard(instructions)).toBe('Failed.')
  })

  it('waits until the wish is stored', () => {
    const stored = { callback: { number: '0 30', by: 'by 5 PM', turn: '1' }, case: { number: '1042', owner: 'Mara Lind', turn: '1' } }
    const { all, session, instructions } = play(callback(), [press('111'), cameBack(), cameBack({ case: stored.case }), cameBack(stored)])
    expect(all.slice(1, 4).map((step) => verbs(step.instructions))).toEqual(['say pause continue', 'pause continue', 'pause continue'])
    expect(heard(instructions)).toBe('We call 0 30 by 5 PM.')
    expect(session).toMatchObject({ achieved: ['callback'], results: stored })
    expect(heard(play(callback(), [press('111'), ...Array.from({ length: 6 }, () => cameBack())]).instructions)).toBe('Bye.')
  })
})

describe('awaited results', () => {
  const twice = aFlow(`
  main: { do: openCase, title: T, reason: R, promise: true, next: again }
  again: { do: openCase, title: T, reason: R, next: done }
  done: { do: menu, prompt: { en: 'Case {{case.number}}.' }, options: {} }`)
  const result = (turn: number) => cameBack({ case: { number: '7', owner: 'Mara', turn: String(turn) } })

  it('is the one of this very effect, even when its number is that of the case before', () => {
    const { all } = play(twice, [result(0), result(0), result(1)])
    expect(all.map(({ instructions }) => heard(instructions))).toEqual(['One moment, please.', 'One moment, please.', '', 'Case 7.'])
  })

  it('asks for a promise where the flow wants one', () => {
    const { effects } = play(twice, [result(0)])
    expect(effects).toMatchObject([{ hasPromise: true, language: 'en' }, { kind: 'openCase' }])
    expect(effects[1]).not.toHaveProperty('hasPromise')
  })

  it('a session of the version before waits for a case with another number', () => {
    const position = { step: 'again', awaiting: 'result', noInput: 0, noMatch: 0, silences: 0, waits: 1 } as const
    const stored = { ...aSession(twice), position, results: { case: { number: '7' } } }
    const heardAfter = (number: string) => {
      const step = advance(twice, stored, cameBack({ case: { number, turn: '3' } }), noon)
      return 'session' in step && heard(step.instructions)
    }
    expect([heardAfter('7'), heardAfter('8')]).toEqual(['', 'Case 8.'])
  })
})

describe('the case that the call is about', () => {
  const about = { number: '1042', words: {}, level: '', by: null }
  const owner = aFlow(`  main: { do: dial, to: owner, onFailed: failed, onGap: bye }\n${failed}`)
  const message = (keep: string) => aFlow(`  main: { do: voicemail, prompt: { en: Speak. }, title: T, keep: ${keep}, next: bye }\n${failed}`)

  it('its owner is rung', () => {
    const step = advance(owner, { ...aSession(owner), about }, { kind: 'incoming' }, noon)
    expect(step).toMatchObject({ needs: { key: 'owner main', question: { kind: 'owner', caseNumber: '1042', asked: [] } } })
    expect(heard(play(owner, []).instructions)).toBe('Bye.')
    const busy = withAnswers({ owner: { kind: 'people', standing: 'busy', round: [], notAsked: [] } })
    expect(heard(play(owner, [], { answers: busy }).instructions)).toBe('Bye.')
  })

  it.each([
    ['newCase', {}, {}, 'voicemail'],
    ['onCase', { about }, { keep: 'onCase', caseNumber: '1042' }, 'voicemail'],
    ['onCase', { results: { case: { number: '7' } } }, { keep: 'onCase', caseNumber: '7' }, 'voicemail'],
    ['onCase', {}, {}, 'voicemail'],
    ['comment', { about }, { keep: 'comment' }, 'served'],
  ])('a message kept as %s, knowing %j, is %j', (keep, known, expected, achieved) => {
    const flow = message(keep)
    const position = { step: 'main', awaiting: 'recording', noInput: 0, noMatch: 0, silences: 0 } as const
    const step = advance(flow, { ...aSession(flow), position, ...known }, recorded(9), noon)
    const effect = { kind: 'voicemail', recordingSid: 'RE1', url: 'https://x/RE1', seconds: 9, title: 'T', severity: 'normal', ...expected }
    expect(step).toMatchObject({ effects: [effect], session: { achieved: [achieved] } })
    expect('effects' in step && step.effects[0]).toEqual(effect)
  })

  it.each([
    ['openCase, title: T, reason: R', 'case'],
    ['callback, title: T, onNoNumber: tell', 'callback'],
  ])('a message lies on the case that was opened last, not on one that was told before, and on none while it is opened: %s', (opens, name) => {
    const flow = aFlow(
      `  main: { do: ${opens}, next: tell, onDelay: tell }\n  tell: { do: voicemail, prompt: { en: Speak. }, title: T, keep: onCase, next: bye }\n${failed}`,
    )
    const told = { ...aSession(flow), about, latestCase: about.number }
    const keptAfter = (result: CallEvent): unknown => {
      let session: Session = told
      for (let turns = 0; turns < 9; turns += 1) {
        const hasSpoken = session.position?.awaiting === 'recording'
        const step = advance(flow, session, hasSpoken ? recorded(9) : session.position ? result : { kind: 'incoming' }, noon)
        if ('needs' in step) throw new Error(`asked ${step.needs.key}`)
        if (hasSpoken) return step.effects[0]
        session = step.session
      }
      throw new Error('no message was taken')
    }
    const there = cameBack({ case: { number: '7', turn: '0' }, [name]: { number: '7', turn: '0' } })
    expect(keptAfter(there)).toMatchObject({ keep: 'onCase', caseNumber: '7' })
    expect(keptAfter(cameBack())).not.toHaveProperty('keep')
  })
})

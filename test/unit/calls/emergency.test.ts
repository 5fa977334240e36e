import { describe, expect, it } from 'vitest'
import { emergencyWords, failureStep, messageStep, strandedSession } from '../../../services/calls/emergency.ts'

const session = {
  ...strandedSession('ru'),
  turn: 3,
  position: { step: 'main', awaiting: 'input' as const, noInput: 0, noMatch: 0, silences: 0 },
  achieved: ['served' as const],
}

describe('emergencyWords', () => {
  it.each([
    ['en', ['en']],
    ['ru', ['ru']],
    ['nl', ['en', 'ru']],
    [undefined, ['en', 'ru']],
    ['', ['en', 'ru']],
  ])('in %s are said in %j', (language, said) => expect(emergencyWords('leaveMessage', language).map((one) => one.language)).toEqual(said))
  it.each(['moment', 'leaveMessage', 'thanks'] as const)('%s has words in both languages', (phrase) => {
    for (const { text } of emergencyWords(phrase, undefined)) expect(text.length).toBeGreaterThan(10)
  })
})

describe('failureStep', () => {
  it('takes a message, moves one turn on and says in the log why', () =>
    expect(failureStep(session, 'because')).toEqual({
      session: { ...session, turn: 4, position: null },
      instructions: [expect.objectContaining({ verb: 'say', language: 'ru' }), { verb: 'record', maxSeconds: 120, silenceSeconds: 5, finishOnKey: '#' }],
      effects: [],
      log: [{ kind: 'failed', step: 'main', reason: 'because' }],
    }))
  it('works for a call that no flow took', () =>
    expect(failureStep(strandedSession('en'), 'no flow')).toMatchObject({ session: { turn: 1 }, log: [{ step: '' }] }))
  it('changes nothing that it was given', () => {
    const before = structuredClone(session)
    failureStep(session, 'x')
    messageStep(session, { recordingSid: 'RE1', url: 'u', seconds: 7 })
    expect(session).toEqual(before)
  })
})

it('messageStep keeps the message and ends the call', () =>
  expect(messageStep(session, { recordingSid: 'RE1', url: 'https://x/RE1', seconds: 7 })).toEqual({
    session: { ...session, turn: 4, position: null, achieved: ['served', 'voicemail'], isOver: true },
    instructions: [expect.objectContaining({ verb: 'say', language: 'ru' }), { verb: 'hangUp' }],
    effects: [{ kind: 'voicemail', recordingSid: 'RE1', url: 'https://x/RE1', seconds: 7, title: expect.any(String) as string, severity: 'high' }],
    log: [{ kind: 'recorded', step: 'emergency', seconds: 7 }],
  }))

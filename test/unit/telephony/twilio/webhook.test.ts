import { describe, expect, it } from 'vitest'
import { heldFields, statusWebhook, voiceQuery, voiceWebhook, type VoiceQuery } from '../../../../services/telephony/twilio/webhook.ts'

const SID = `CA${'0123456789abcdef'.repeat(2)}`
const BODY = { CallSid: SID, From: '+493023125200', To: '+493023125100', Direction: 'inbound' }
const query = (over: Partial<VoiceQuery> = {}): VoiceQuery => ({ turn: 3, retry: 0, ...over })

describe('voiceQuery', () => {
  it.each<[object, object | undefined]>([
    [{}, { turn: 0, retry: 0 }],
    [
      { turn: '7', on: 'gather', lang: 'en' },
      { turn: 7, on: 'gather', lang: 'en', retry: 0 },
    ],
    [
      { turn: '2', retry: '1', held: 'Digits=1' },
      { turn: 2, retry: 1, held: 'Digits=1' },
    ],
    [{ turn: '-1' }, undefined],
    [{ turn: '1.5' }, undefined],
    [{ turn: 'x' }, undefined],
    [{ turn: '99999999999' }, undefined],
    [{ turn: ['1', '2'] }, undefined],
    [{ on: 'other' }, undefined],
    [{ lang: 'english' }, undefined],
  ])('%j', (given, expected) => {
    const parsed = voiceQuery.safeParse(given)
    expect(parsed.success ? parsed.data : undefined).toEqual(expected)
  })
})

describe('voiceWebhook', () => {
  it.each<[VoiceQuery['on'], object, object]>([
    // on         fields that Twilio adds                                     what it means
    [undefined, {}, { kind: 'incoming' }],
    ['continue', {}, { kind: 'cameBack' }],
    ['gather', { Digits: '12' }, { kind: 'keys', digits: '12' }],
    ['gather', { Digits: '*' }, { kind: 'keys', digits: '*' }],
    ['gather', { Digits: '' }, { kind: 'noInput' }],
    ['gather', {}, { kind: 'noInput' }],
    ['gather', { SpeechResult: 'yes', Confidence: '0.87' }, { kind: 'speech', text: 'yes', confidence: 0.87 }],
    ['gather', { SpeechResult: 'да' }, { kind: 'speech', text: 'да' }],
    ['gather', { SpeechResult: 'yes', Confidence: '' }, { kind: 'speech', text: 'yes' }],
    ['gather', { SpeechResult: '', Digits: '5' }, { kind: 'keys', digits: '5' }],
    ['gather', { Digits: ['1', '2'] }, { kind: 'noInput' }],
    ['dial', { DialCallStatus: 'completed', DialBridged: 'true', DialCallDuration: '42' }, { kind: 'dialEnded', result: 'answered', talkSeconds: 42 }],
    ['dial', { DialCallStatus: 'completed', DialBridged: 'false', DialCallDuration: '9' }, { kind: 'dialEnded', result: 'noAnswer', talkSeconds: 9 }],
    ['dial', { DialCallStatus: 'completed' }, { kind: 'dialEnded', result: 'answered', talkSeconds: 0 }],
    ['dial', { DialCallStatus: 'answered' }, { kind: 'dialEnded', result: 'answered', talkSeconds: 0 }],
    ['dial', { DialCallStatus: 'busy' }, { kind: 'dialEnded', result: 'busy', talkSeconds: 0 }],
    ['dial', { DialCallStatus: 'no-answer' }, { kind: 'dialEnded', result: 'noAnswer', talkSeconds: 0 }],
    ['dial', { DialCallStatus: 'canceled' }, { kind: 'dialEnded', result: 'canceled', talkSeconds: 0 }],
    ['dial', { DialCallStatus: 'failed' }, { kind: 'dialEnded', result: 'failed', talkSeconds: 0 }],
    ['dial', { DialCallStatus: 'something new', DialCallDuration: 'x' }, { kind: 'dialEnded', result: 'failed', talkSeconds: 0 }],
    [
      'record',
      { RecordingSid: 'RE1', RecordingUrl: 'https://x/RE1', RecordingDuration: '7' },
      { kind: 'recorded', recordingSid: 'RE1', url: 'https://x/RE1', seconds: 7 },
    ],
    ['record', { RecordingSid: 'RE1' }, { kind: 'noInput' }],
    ['record', {}, { kind: 'noInput' }],
    ['record', { RecordingSid: 'RE1', RecordingUrl: 'u', RecordingDuration: '-5' }, { kind: 'recorded', recordingSid: 'RE1', url: 'u', seconds: 0 }],
  ])('on %s with %j: %j', (on, fields, event) => {
    expect(voiceWebhook(query({ on }), { ...BODY, ...fields })).toEqual({ callSid: SID, from: BODY.From, to: BODY.To, direction: 'inbound', turn: 3, event })
  })

  it.each<[string, Record<string, unknown>]>([
    ['no SID', { CallSid: undefined }],
    ["a recording's SID", { CallSid: SID.replace('CA', 'RE') }],
    ['a short SID', { CallSid: 'CA12' }],
    ['a SID with more', { CallSid: `${SID}0` }],
    ['two SIDs', { CallSid: [SID, SID] }],
    ['a SID with a line end', { CallSid: `${SID}\n` }],
  ])('%s is not a voice webhook', (_, fields) => expect(voiceWebhook(query(), { ...BODY, ...fields })).toBeUndefined())

  it('answers whatever else is odd', () =>
    expect(voiceWebhook(query(), { CallSid: SID, From: ['a', 'b'], To: 5 })).toEqual({
      callSid: SID,
      from: '',
      to: '',
      direction: 'inbound',
      turn: 3,
      event: { kind: 'incoming' },
    }))

  it('repairs the plus that a careless form parser turned into a blank', () =>
    expect(voiceWebhook(query(), { ...BODY, From: ' 15551234567' })).toMatchObject({ from: '+15551234567' }))

  it('takes from a put-off turn what the caller entered then', () => {
    const held = heldFields({ ...BODY, Digits: '42', FinishedOnKey: '#' })
    expect(held).toBe('Digits=42')
    expect(voiceWebhook(query({ on: 'gather', held }), BODY)).toMatchObject({ callSid: SID, event: { kind: 'keys', digits: '42' } })
  })

  it('cannot be told another call by what was held', () =>
    expect(voiceWebhook(query({ on: 'gather', held: `CallSid=CA${'f'.repeat(32)}&From=x` }), BODY)).toMatchObject({ callSid: SID, from: BODY.From }))

  it('holds no more speech than a URL takes', () => expect(heldFields({ SpeechResult: 'д'.repeat(2_000) }).length).toBeLessThan(1_400))
})

describe('statusWebhook', () => {
  const STATUS = { ...BODY, CallStatus: 'completed' }
  it.each<[string, Record<string, unknown>, object | undefined]>([
    ['a report', {}, { callSid: SID, from: BODY.From, to: BODY.To, direction: 'inbound', status: 'completed' }],
    [
      'with all',
      { Timestamp: 'Tue, 31 Aug 2010 20:36:28 +0000', CallDuration: '15', ParentCallSid: SID.replace('0', '1') },
      {
        callSid: SID,
        parentSid: SID.replace('0', '1'),
        from: BODY.From,
        to: BODY.To,
        direction: 'inbound',
        status: 'completed',
        happenedAt: 'Tue, 31 Aug 2010 20:36:28 +0000',
        durationSeconds: 15,
      },
    ],
    ['an odd duration', { CallDuration: 'x' }, { callSid: SID, from: BODY.From, to: BODY.To, direction: 'inbound', status: 'completed' }],
    [
      'a duration that no column takes',
      { CallDuration: '99999999999' },
      { callSid: SID, from: BODY.From, to: BODY.To, direction: 'inbound', status: 'completed' },
    ],
    ['a status nobody knows', { CallStatus: 'sleeping' }, undefined],
    ['no status', { CallStatus: undefined }, undefined],
    ['no SID', { CallSid: '' }, undefined],
    ['an odd parent', { ParentCallSid: 'CA1' }, undefined],
  ])('%s', (_, fields, expected) => expect(statusWebhook({ ...STATUS, ...fields })).toEqual(expected))

  it.each(['queued', 'initiated', 'ringing', 'in-progress', 'completed', 'busy', 'failed', 'no-answer', 'canceled'])('knows %s', (status) =>
    expect(statusWebhook({ ...STATUS, CallStatus: status })).toMatchObject({ status }),
  )
})

import { describe, expect, it } from 'vitest'
import { readTwiml } from '../../../services/phone-simulator/twiml/document.ts'
import type { Gather } from '../../../services/phone-simulator/twiml/verbs.ts'
import { gatherMove, gatherParameters, type GatherResult, type GatherState } from '../../../services/phone-simulator/verbs/gather.ts'
import type { Signal } from '../../../services/phone-simulator/legs/leg.ts'

function gather(attributes: string): Gather {
  const result = readTwiml(`<Response><Gather ${attributes}/></Response>`, 'text/xml')
  const verb = result.kind === 'document' ? result.verbs[0] : undefined
  if (verb?.verb !== 'gather') throw new Error('no gather')
  return verb
}

/** Keys are themselves, words are speech, '.' is silence, '|' the end of the prompts. */
function listen(verb: Gather, signals: string[]): GatherResult | 'listening' {
  let state: GatherState = { digits: '', isPrompting: true }
  for (const text of signals) {
    if (text === '|') {
      state = { ...state, isPrompting: false }
      continue
    }
    const signal: Signal =
      text === '.' ? { kind: 'elapsed' } : /^[0-9*#]$/.test(text) ? { kind: 'key', key: text } : { kind: 'speech', text, confidence: 0.5, seconds: 1 }
    const move = gatherMove(verb, state, signal)
    if (move.kind === 'done') return move.result
    if (move.kind === 'taken') state = move.state
  }
  return 'listening'
}
const keys = (digits: string, finishedOnKey = ''): GatherResult => ({ kind: 'keys', digits, finishedOnKey })

describe('Gather', () => {
  it.each<[string, string[], GatherResult | 'listening']>([
    ['numDigits="1"', ['2'], keys('2')],
    // A key ends the prompts: the next silence ends the input, it does not go on to the next prompt.
    ['', ['1', '.'], keys('1')],
    ['numDigits="3"', ['|', '1', '2'], 'listening'],
    ['numDigits="3"', ['|', '1', '2', '3', '4'], keys('123')],
    ['', ['|', '1', '2', '#'], keys('12', '#')],
    ['', ['|', '#'], { kind: 'nothing' }],
    ['', ['|', '1', '2', '.'], keys('12')],
    ['', ['|', '.'], { kind: 'nothing' }],
    ['', ['.', '.'], 'listening'],
    ['finishOnKey="*"', ['1', '#', '*'], keys('1#', '*')],
    ['finishOnKey="" numDigits="2"', ['#', '*'], keys('#*')],
    ['', ['hello'], 'listening'],
    ['input="speech"', ['1', '|', 'hello'], { kind: 'speech', text: 'hello', confidence: 0.5 }],
    ['input="speech" bargeIn="false"', ['hello'], 'listening'],
    ['input="dtmf speech"', ['hello'], { kind: 'speech', text: 'hello', confidence: 0.5 }],
    ['input="dtmf speech"', ['1', 'hello', '#'], keys('1', '#')],
  ])('<Gather %s> hearing %j', (attributes, signals, expected) => {
    expect(listen(gather(attributes), signals)).toEqual(expected)
  })

  it.each<[string, GatherResult, unknown]>([
    ['', keys('12', '#'), { Digits: '12', FinishedOnKey: '#', msg: 'Gather End' }],
    ['', { kind: 'nothing' }, undefined],
    ['actionOnEmptyResult="true"', { kind: 'nothing' }, { Digits: '', FinishedOnKey: '', msg: 'Gather End' }],
    ['input="speech"', { kind: 'speech', text: 'yes', confidence: 0.8 }, { SpeechResult: 'yes', Confidence: '0.8', Language: 'en-US', msg: 'Gather End' }],
  ])('<Gather %s> sends %j', (attributes, result, expected) => {
    expect(gatherParameters(gather(attributes), result)).toEqual(expected)
  })
})

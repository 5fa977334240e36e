import { expect, it } from 'vitest'
import { readAnswer } from '../../../services/ivr/answers.ts'
import type { CallEvent } from '../../../services/telephony/provider.ts'
import { continued, press, silence, speech } from './support.ts'

it.each<[CallEvent, string | undefined, object]>([
  // event          finish key  reading
  [press('12#'), '#', { by: 'keys', value: '12' }],
  [press('12#'), undefined, { by: 'keys', value: '12#' }],
  [press('#'), '#', { by: 'silence' }],
  [press('#'), undefined, { by: 'keys', value: '#' }],
  [press(''), '#', { by: 'silence' }],
  [silence, '#', { by: 'silence' }],
  [speech('  '), '#', { by: 'silence' }],
  [speech(' a '), '#', { by: 'speech', value: 'a' }],
  [continued(), '#', { by: 'other' }],
  [{ kind: 'incoming' }, '#', { by: 'other' }],
])('%j with %s is %j', (event, finishOnKey, expected) => {
  expect(readAnswer(event, finishOnKey)).toEqual(expected)
})

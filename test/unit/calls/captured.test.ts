import { expect, it } from 'vitest'
import { changedAnswers } from '../../../services/calls/captured.ts'
import type { CapturedAnswer } from '../../../services/ivr/session.ts'

const answer = (value: string, given: Partial<CapturedAnswer> = {}): CapturedAnswer => ({ value, by: 'keys', confirmed: false, step: 'ask', ...given })

it.each<[string, Record<string, CapturedAnswer>, Record<string, CapturedAnswer>, [string, string | null][]]>([
  ['nothing', {}, {}, []],
  ['the same', { a: answer('1') }, { a: answer('1') }, []],
  ['the same from another step', { a: answer('1') }, { a: answer('1', { step: 'again' }) }, []],
  ['given', {}, { a: answer('1') }, [['a', '1']]],
  ['changed', { a: answer('1') }, { a: answer('2') }, [['a', '2']]],
  ['confirmed', { a: answer('1') }, { a: answer('1', { confirmed: true }) }, [['a', '1']]],
  ['said instead of keyed', { a: answer('1') }, { a: answer('1', { by: 'speech' }) }, [['a', '1']]],
  ['taken back', { a: answer('1'), b: answer('2') }, { b: answer('2') }, [['a', null]]],
  [
    'one given, one taken back',
    { a: answer('1') },
    { b: answer('2') },
    [
      ['b', '2'],
      ['a', null],
    ],
  ],
  ['named as objects have it anyway', {}, { constructor: answer('1') }, [['constructor', '1']]],
])('%s', (_, before, after, changes) => expect(changedAnswers(before, after).map(({ name, answer: found }) => [name, found?.value ?? null])).toEqual(changes))

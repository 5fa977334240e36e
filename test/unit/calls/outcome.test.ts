import fc from 'fast-check'
import { expect, it } from 'vitest'
import { outcomeOf, type EndedCall } from '../../../services/calls/outcome.ts'

const aCall = (given: Partial<EndedCall> = {}): EndedCall => ({
  status: 'completed',
  achieved: [],
  wasAccepted: false,
  hasRecording: false,
  hasFailed: false,
  ...given,
})

it.each<[Partial<EndedCall>, string]>([
  [{}, 'abandoned'],
  [{ wasAccepted: true }, 'answered'],
  [{ achieved: ['answered'] }, 'answered'],
  [{ achieved: ['answered', 'voicemail', 'callback', 'caseOpened'], hasRecording: true, hasFailed: true }, 'answered'],
  [{ hasRecording: true }, 'voicemail'],
  [{ achieved: ['voicemail'] }, 'voicemail'],
  [{ achieved: ['caseOpened', 'callback', 'voicemail'] }, 'voicemail'],
  [{ achieved: ['caseOpened', 'callback'] }, 'callback'],
  [{ achieved: ['caseOpened'] }, 'self-served'],
  [{ achieved: ['served'] }, 'self-served'],
  [{ achieved: ['served'], hasFailed: true }, 'self-served'],
  [{ hasFailed: true }, 'failed'],
  [{ hasFailed: true, hasRecording: true }, 'voicemail'],
  [{ status: 'failed' }, 'failed'],
  [{ status: 'failed', wasAccepted: true }, 'answered'],
  [{ status: 'busy' }, 'abandoned'],
  [{ status: 'no-answer' }, 'abandoned'],
  [{ status: 'canceled' }, 'abandoned'],
])('%j -> %s', (given, outcome) => expect(outcomeOf(aCall(given))).toBe(outcome))

it('does not depend on the order in which things were achieved', () =>
  fc.assert(
    fc.property(fc.shuffledSubarray(['answered', 'voicemail', 'caseOpened', 'callback', 'served'] as const), (achieved) => {
      expect(outcomeOf(aCall({ achieved }))).toBe(outcomeOf(aCall({ achieved: achieved.toSorted() })))
    }),
  ))

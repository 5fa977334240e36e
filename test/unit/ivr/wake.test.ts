import { expect, it } from 'vitest'
import { advance } from '../../../services/ivr/engine.ts'
import type { Answer } from '../../../services/ivr/questions.ts'
import { aCall, aFlow, aSession, cameBack, heard, noon, press, silence, verbs, withAnswers } from './support.ts'

const flow = aFlow(`
  main: { do: wake, title: 'Urgent: {{call.from}}', reason: No heat, prompt: { en: I am calling them. }, skill: heating, totalSeconds: 60, next: taken, onNobody: nobody, onNoNumber: noNumber }
  taken: { do: hangUp, prompt: { en: '{{wake.person}} calls you {{wake.by}}. Case {{case.number}}.' } }
  nobody: { do: voicemail, prompt: { en: Speak. }, title: More, keep: onCase, next: bye }
  noNumber: { do: menu, prompt: { en: No number. }, options: {} }
  bye: { do: hangUp }`)
type Wake = Extract<Answer, { kind: 'wake' }>
const calling: Wake = { kind: 'wake', state: 'calling', person: null, by: null, caseNumber: null, owner: null }
const accepted: Wake = { ...calling, state: 'accepted', person: 'Chen Wei', by: { en: 'by 3:40 AM' }, caseNumber: '1042', owner: 'Chen Wei' }
const nobody: Wake = { ...calling, state: 'nobody', caseNumber: '1042', owner: 'Mara Lind' }
/** How it stands, one after the other; the last one again. */
const standing = (...told: Answer[]) => {
  const left = [...told]
  return withAnswers({ wake: () => (left.length > 1 ? left.shift() : left[0]) ?? calling })
}

it('has people called, says so, and looks again every few seconds', () => {
  const { first } = aCall(flow)
  expect(verbs(first.instructions)).toMatch(/^(say )+pause continue$/)
  expect(heard(first.instructions)).toBe('I am calling them.')
  expect(first.effects).toEqual([
    {
      kind: 'wake',
      title: 'Urgent: +493023125200',
      reason: 'No heat',
      skill: 'heating',
      siteId: null,
      number: '+493023125200',
      ringSeconds: 30,
      totalSeconds: 60,
      language: 'en',
    },
  ])
  expect(first.session).toMatchObject({ achieved: ['caseOpened'], position: { awaiting: 'wake', hold: { since: noon.toMillis() } } })
})

it.each<[string | null, string]>([
  [null, 'withheld'],
  ['+4990012345', 'nobody may be called there'],
])('wakes nobody who could not call back: %s (%s)', (from) => {
  const { first } = aCall(flow, { call: { from, to: '+493023125100' } })
  expect(heard(first.instructions)).toBe('No number.')
  expect(first.effects).toEqual([])
})

it.each<[string, string | null]>([
  ['03023125250', '+493023125250'],
  ['0900123456', null],
])('who hides his number is called back at the one that he keys: %s -> %s', (keyed, number) => {
  const asking = aFlow(`
  main: { do: gather, name: phone, prompt: { en: Which number? }, next: wake }
  wake: { do: wake, number: captured.phone, title: Urgent, reason: No heat, next: bye, onNobody: bye, onNoNumber: noNumber }
  noNumber: { do: voicemail, title: Urgent, prompt: { en: No number. }, next: bye }
  bye: { do: hangUp, prompt: { en: Goodbye. } }`)
  const call = aCall(asking, { call: { from: null, to: '+493023125100' } })
  const { effects, instructions } = call.take({ kind: 'keys', digits: `${keyed}#` }, 5)
  if (number === null) expect(heard(instructions)).toBe('No number.')
  else expect(effects).toMatchObject([{ kind: 'wake', number }])
  expect(effects).toHaveLength(number === null ? 0 : 1)
})

it('tells a time only when somebody has accepted', () => {
  const call = aCall(flow, { answers: standing(calling, accepted) })
  const waiting = call.take(cameBack(), 5)
  expect([verbs(waiting.instructions), heard(waiting.instructions), waiting.effects]).toEqual(['pause continue', '', []])
  const { instructions, session } = call.take(cameBack(), 5)
  expect(heard(instructions)).toBe('Chen Wei calls you by 3:40 AM. Case 1042.')
  expect(session).toMatchObject({ wake: { person: 'Chen Wei' }, results: { case: { number: '1042', owner: 'Chen Wei' } }, isOver: true })
})

it('when nobody could be reached a message lies on the case that is there', () => {
  const call = aCall(flow, { answers: standing(nobody) })
  const asked = call.take(cameBack(), 5)
  expect(heard(asked.instructions)).toBe('Speak.')
  expect(asked.session.about).toMatchObject({ number: '1042' })
  const left = call.take({ kind: 'recorded', recordingSid: 'RE1', url: 'https://x/RE1', seconds: 9 }, 9)
  expect(left.effects).toMatchObject([{ kind: 'voicemail', keep: 'onCase', caseNumber: '1042' }])
})

it('says from time to time that it is still calling, and reads over what he keys', () => {
  const call = aCall(flow)
  const steps = [cameBack(), press('5'), cameBack(), silence, cameBack()].map((event) => call.take(event, 5))
  expect(steps.map(({ instructions }) => heard(instructions))).toEqual(['', '', '', 'I am still calling.', ''])
  expect(steps[1]?.log).toEqual([{ kind: 'pressed', step: 'main', digits: '5' }])
  expect(steps.flatMap(({ effects }) => effects)).toEqual([])
})

it.each<[string, Answer]>([
  ['nobody has accepted', calling],
  ['nobody can say', { kind: 'unknown', reason: 'gone' }],
])('ends half a minute after the time is up when %s', (_, answer) => {
  const call = aCall(flow, { answers: standing(answer) })
  expect(verbs(call.take(cameBack(), 89).instructions)).toMatch(/pause continue$/)
  expect(heard(call.take(cameBack(), 1).instructions)).toBe('Speak.')
})

it('asks for the clock of the caller, and opens no second case for a stored session that does not know since when', () => {
  const position = { step: 'main', awaiting: 'wake', noInput: 0, noMatch: 0, silences: 0 } as const
  const session = { ...aSession(flow, { place: { siteId: 'berlin', zone: 'Asia/Yekaterinburg' } }), position }
  expect(advance(flow, session, cameBack(), noon)).toEqual({
    needs: { key: 'wake main', question: { kind: 'wake', zone: 'Asia/Yekaterinburg', languages: ['en'] } },
  })
  expect(advance(flow, session, cameBack(), noon, new Map([['wake main', calling]]))).toMatchObject({ effects: [] })
})

import { expect, it } from 'vitest'
import { goOn } from '../../../services/ivr/steps.ts'
import { awaited, enter, lostStep, startTurn, wait, waitOn } from '../../../services/ivr/turn.ts'
import type { Answer } from '../../../services/ivr/questions.ts'
import type { Turn } from '../../../services/ivr/turn.ts'
import { aFlow, aSession, heard, noon, verbs } from './support.ts'

const says = (count: number): string =>
  Array.from({ length: count }, (_, n) => `  s${n}: { do: say, prompt: { en: '${n}' }, next: ${n === count - 1 ? 'end' : `s${n + 1}`} }`).join('\n')
const walk = (turn: Turn, step: string): void => {
  enter(turn, step)
  goOn(turn)
}
const turnOf = (steps: string, answers?: Array<[key: string, answer: Answer]>): Turn => {
  const flow = aFlow(
    `  main: { do: menu, prompt: { en: Main. }, options: { '1': ${/^ {2}(\w+):/.exec(steps)?.[1]} } }\n${steps}\n  end: { do: menu, prompt: { en: End. }, options: {} }`,
  )
  return startTurn(flow, aSession(flow), noon, new Map(answers))
}

it.each([
  [49, 'gather'],
  [50, 'record'],
])('after %i silent steps the line gets a %s', (count, verb) => {
  const turn = turnOf(says(count))
  walk(turn, 's0')
  expect(turn.instructions.at(-1)?.verb).toBe(verb)
})

it('a step that does not exist ends with a message', () => {
  const turn = turnOf(says(1))
  walk(turn, 'gone')
  expect(turn.session.position?.step).toBe(lostStep)
  expect(turn.log).toContainEqual({ kind: 'failed', step: 'gone', reason: 'the step "gone" does not exist' })
})

it('dial fails at once when nobody is on, and always has a screen', () => {
  const steps = '  ring: { do: dial, to: keeper, prompt: { en: Wait. }, onFailed: end }'
  const nobody = turnOf(steps, [['keeper ring', { kind: 'people', standing: 'gap', round: [], notAsked: [{ name: 'Dana', why: 'on a break' }] }]])
  walk(nobody, 'ring')
  expect(heard(nobody.instructions)).toBe('End.')
  expect(nobody.log[0]).toEqual({ kind: 'gap', step: 'ring', fallback: 'end', notAsked: [{ name: 'Dana', why: 'on a break' }] })
  const asked = [{ name: 'Dana', phone: '+4930123456', why: 'published shift until 15:00' }]
  const turn = turnOf(steps, [['keeper ring', { kind: 'people', standing: 'on', round: asked, notAsked: [] }]])
  walk(turn, 'ring')
  expect(turn.instructions).toEqual([
    { verb: 'say', text: 'Wait.', language: 'en' },
    { verb: 'dial', numbers: ['+4930123456'], timeoutSeconds: 20, screen: { text: 'A call from the support line. To take it, press 1.', language: 'en' } },
  ])
})

it('waiting is a pause and a return, and ends', () => {
  const turn = turnOf(says(1))
  wait(turn, 's0', awaited(turn, 'case'))
  expect(verbs(turn.instructions)).toBe('pause continue')
  expect(turn.session.position).toMatchObject({ awaiting: 'result', waits: 0, awaits: { name: 'case', turn: 0 } })
  const later = (waits: number, most?: number): Turn => {
    const next = turnOf(says(1))
    waitOn(next, { step: 's0', awaiting: 'result', noInput: 0, noMatch: 0, silences: 0, waits }, 'end', most)
    return next
  }
  expect(later(4).session.position).toMatchObject({ waits: 5 })
  expect([later(4).next, later(5).next, later(5, 9).next]).toEqual([null, 'end', null])
})

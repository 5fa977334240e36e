import { expect, it } from 'vitest'
import { leaveMenu } from '../../../services/ivr/ask.ts'
import { achieve, handOver, hangUp, render, speak, startTurn, takeMessage } from '../../../services/ivr/turn.ts'
import type { Turn } from '../../../services/ivr/turn.ts'
import { aFlow, aSession, noon, verbs } from './support.ts'

const flow = aFlow(
  "  main: { do: menu, prompt: [{ en: A }, { en: '{{customer.name}}!' }], options: { '1': only } }\n  only: { do: hangUp, prompt: { en: '{{customer.name}}' } }",
)
const aTurn = (overrides: Partial<Turn['session']> = {}): Turn => startTurn(flow, { ...aSession(flow), ...overrides }, noon)
const promptOf = (id: string): NonNullable<Parameters<typeof render>[1]> => {
  const step = flow.steps.get(id)
  if (step === undefined || !('prompt' in step) || step.prompt === null) throw new Error(`no prompt in ${id}`)
  return step.prompt
}
const texts = (spoken: ReturnType<typeof render>): string[] => spoken.map((sentence) => (sentence.verb === 'say' ? sentence.text : ''))

it('leaves out a sentence with an unknown value, unless a question would be empty', () => {
  expect(texts(render(aTurn(), promptOf('main'), true))).toEqual(['A'])
  expect(texts(render(aTurn({ customer: { name: 'Bo' } }), promptOf('main'), true))).toEqual(['A', 'Bo!'])
  expect(texts(render(aTurn(), promptOf('only'), false))).toEqual([])
  expect(texts(render(aTurn(), promptOf('only'), true))).toEqual([''])
  expect(texts(render(aTurn({ language: 'xx' }), promptOf('main'), true))).toEqual(['A'])
})

it('hands over what was said, once', () => {
  const turn = aTurn()
  speak(turn, 'main', promptOf('main'))
  handOver(turn, { step: 'main', awaiting: 'result', noInput: 0, noMatch: 0 }, { verb: 'continue' })
  expect(verbs(turn.instructions)).toBe('say continue')
  expect(turn.spoken).toEqual([])
  expect(turn.log).toEqual([{ kind: 'said', step: 'main', text: 'A', language: 'en' }])
})

it('remembers twenty menus at most, each once', () => {
  const turn = aTurn({ trail: ['a', 'b', 'a2'] })
  leaveMenu(turn, 'a')
  expect(turn.session.trail).toEqual(['b', 'a2', 'a'])
  for (let n = 0; n < 30; n += 1) leaveMenu(turn, `m${n}`)
  expect(turn.session.trail).toHaveLength(20)
  expect(turn.session.trail.at(-1)).toBe('m29')
})

it('notes an achievement once, and changes no session but its own', () => {
  const session = aSession(flow)
  const turn = startTurn(flow, session, noon)
  achieve(turn, 'served')
  achieve(turn, 'served')
  hangUp(turn, 'main')
  expect(turn.session).toMatchObject({ achieved: ['served'], isOver: true, turn: 1 })
  expect(session).toMatchObject({ achieved: [], isOver: false, turn: 0 })
})

it('a lost call hears an apology and can leave a message', () => {
  const turn = aTurn()
  takeMessage(turn, 'main', 'why')
  expect(verbs(turn.instructions)).toBe('say record')
  expect(turn.log[0]).toEqual({ kind: 'failed', step: 'main', reason: 'why' })
})

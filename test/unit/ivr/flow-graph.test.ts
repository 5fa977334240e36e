import { describe, expect, it } from 'vitest'
import { flowFileSchema } from '../../../services/ivr/flow-file.ts'
import type { FlowFile } from '../../../services/ivr/flow-file.ts'
import { edgesOf, inheritedEdges, reachableSteps, silentCircles } from '../../../services/ivr/flow-graph.ts'

const fileOf = (steps: unknown, top: object = {}): FlowFile =>
  flowFileSchema.parse({ flow: 'f', title: 'T', zone: 'UTC', languages: ['en'], start: 'a', steps, ...top })
const say = (next: string): object => ({ do: 'say', prompt: { en: 'x' }, next })
const menu = (options: object = {}): object => ({ do: 'menu', prompt: { en: 'x' }, options })

describe('flow-graph', () => {
  it('names each way out with its place in the file', () => {
    const file = fileOf({ a: menu({ 1: 'b', 2: { goTo: 'c' }, 3: 'back', 4: { language: 'en' } }) })
    expect(Object.entries(file.steps).flatMap(([id, step]) => edgesOf(id, step))).toEqual([
      { to: 'b', label: 'option 1', kind: 'answer', path: ['steps', 'a', 'options', '1'] },
      { to: 'c', label: 'option 2', kind: 'answer', path: ['steps', 'a', 'options', '2', 'goTo'] },
    ])
    expect(inheritedEdges(fileOf({}, { keys: { 0: 'p' }, onNoMatch: { goTo: 'q' } })).map(({ to }) => to)).toEqual(['p', 'q'])
  })

  it('inherited ways count only where there is a question', () => {
    expect([...reachableSteps(fileOf({ a: say('b'), b: { do: 'hangUp' }, p: { do: 'hangUp' } }, { keys: { 0: 'p' } }))]).toEqual(['a', 'b'])
    expect([...reachableSteps(fileOf({ a: menu(), p: { do: 'hangUp' } }, { keys: { 0: 'p' } }))]).toEqual(['a', 'p'])
  })

  it.each([
    [{ a: say('b'), b: say('a') }, [['a', 'b']]],
    [{ a: say('a') }, [['a']]],
    [{ a: say('b'), b: menu({ 1: 'a' }) }, []],
    [{ a: { do: 'dial', to: 'keeper', onFailed: 'a' } }, [['a']]],
    [{ a: { do: 'openCase', title: 't', reason: 'r', next: 'b', onDelay: 'a' }, b: { do: 'hangUp' } }, [['a']]],
    [{ a: say('b'), b: say('c'), c: { do: 'branch', when: [{ if: 'true', goTo: 'b' }], else: 'd' }, d: { do: 'hangUp' } }, [['b', 'c']]],
  ])('finds silent circles in %j', (steps, circles) => {
    expect(silentCircles(fileOf(steps))).toEqual(circles)
  })
})

import { describe, expect, it } from 'vitest'
import { flowFileSchema } from '../../../services/ivr/flow-file.ts'
import type { FlowFile } from '../../../services/ivr/flow-file.ts'
import { edgesOf, inheritedEdges, wayOut } from '../../../services/ivr/flow-graph.ts'

const fileOf = (steps: unknown, top: object = {}): FlowFile =>
  flowFileSchema.parse({ flow: 'f', title: 'T', zone: 'UTC', languages: ['en'], start: 'a', steps, ...top })
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

  it.each([
    [{ keys: { 0: 'p' } }, 'p'],
    [{ keys: { 0: { goTo: 'p' } } }, 'p'],
    [{ keys: { 0: 'back' } }, 'mail'],
    [{}, 'mail'],
  ])('silence ends, where the flow does not say, at the person behind the key 0 or at a voicemail: %j', (top, expected) => {
    const mail = { do: 'voicemail', title: 't', prompt: { en: 'x' }, next: 'p' }
    expect(wayOut(fileOf({ a: menu(), mail, p: { do: 'hangUp' } }, top))).toBe(expected)
  })
})

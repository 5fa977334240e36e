import { describe, expect, it } from 'vitest'
import { importFlow } from '../../../services/studio-import/import-flow.ts'
import { callThrough, definitionOf, imported, isShared, loaded, sharedFlows } from './support.ts'

const legacy = ['anthonywong555__Twilio-Flex-IBM-Watson__IBM-Watson-Voice-IVR.json', 'qSharpy__digital-health-assistant__flow.json']

describe.skipIf(!isShared)('the Studio flows of ../shared/data/studio (skipped where that folder is missing)', () => {
  for (const { name, source } of sharedFlows()) {
    if (legacy.includes(name)) {
      it(`${name} is refused, and how it was recognised is said`, () => {
        const outcome = importFlow(source, { fileName: name, zone: 'Europe/Berlin' })
        expect('problems' in outcome && outcome.problems).toEqual([
          expect.stringMatching(/format before 2019 .*"InitialState".*FF[0-9a-f]{6}.*export it again/),
        ])
      })
      continue
    }
    it(`${name} becomes a flow that can be called`, () => {
      const made = imported(source, name)
      const flow = loaded(made)
      const calls = Array.from({ length: 30 }, (_, seed) => callThrough(flow, seed + 1))
      expect(calls.filter(({ turns }) => turns === null)).toEqual([])
      expect(calls.flatMap(({ failed }) => failed)).toEqual([])
      const { total, carried, named, covered } = made.account
      expect(carried + named + covered).toBe(total)
    })
  }

  for (const { name, source } of sharedFlows('widget-definitions')) {
    const { type, transitions, properties, conditionalTransitions } = JSON.parse(source) as {
      type: string
      transitions: { value: string }[]
      properties: { value: string; type: string }[]
      conditionalTransitions?: unknown[]
    }
    if (type === 'trigger') continue
    it(`${name}: all that the widget ${type} may have is carried over or named`, () => {
      const valueOf = (kind: string): unknown => (kind === 'int' ? 7 : kind === 'bool' ? true : kind === 'array' ? [{ key: 'a', value: 'b' }] : 'some text')
      const widget = {
        name: 'first',
        type,
        transitions: [
          ...transitions.map(({ value }) => ({ event: value, next: 'last' })),
          ...(conditionalTransitions ? [{ event: 'match', next: 'last' }] : []),
        ],
        properties: Object.fromEntries(properties.map(({ value, type: kind }) => [value, valueOf(kind)])),
      }
      const last = { name: 'last', type: 'say-play', transitions: [{ event: 'audioComplete' }], properties: { say: 'That is all.' } }
      const made = imported(definitionOf([widget, last]))
      expect(callThrough(loaded(made), 3).turns).not.toBeNull()
      expect(made.yaml).toContain('That is all.')
      const { total, carried, named, covered } = made.account
      expect(carried + named + covered).toBe(total)
    })
  }
})

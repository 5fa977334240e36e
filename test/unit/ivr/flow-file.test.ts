import { expect, it } from 'vitest'
import { flowFileSchema, flowJsonSchema } from '../../../services/ivr/flow-file.ts'

const flow = { flow: 'f', title: 'T', zone: 'UTC', languages: ['en'], start: 'a', steps: { a: { do: 'gather', name: 'x', prompt: { en: 'x' }, next: 'a' } } }

it('fills in what may be left out', () => {
  expect(flowFileSchema.parse(flow)).toMatchObject({
    settings: { timeoutSeconds: 5, tries: 3 },
    keys: {},
    onNoInput: {},
    onNoMatch: {},
    phrases: {},
    steps: { a: { input: 'keys', finishOnKey: '#', confirm: false } },
  })
})

it.each([
  ['name', 'X'],
  ['name', '__proto__'],
  ['finishOnKey', '##'],
  ['minDigits', 0],
  ['maxDigits', 41],
  ['input', 'voice'],
  ['tries', 0],
  ['timeoutSeconds', 61],
])('refuses %s: %j', (field, value) => {
  expect(flowFileSchema.safeParse({ ...flow, steps: { a: { ...flow.steps.a, [field]: value } } }).success).toBe(false)
})

it('asks editors only for what must be written', () => {
  expect(JSON.parse(flowJsonSchema()).required).toEqual(['flow', 'title', 'zone', 'languages', 'start', 'steps'])
})

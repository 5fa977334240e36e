import { afterAll, beforeAll, expect, test } from 'vitest'
import { browser } from '../support/access.ts'
import { startLine, type TestLine } from '../support/line.ts'

let line: TestLine
let ask: ReturnType<typeof browser>['ask']

beforeAll(async () => {
  line = await startLine()
  ask = browser(line.app.server.app, (await line.app.apiKeys.createApiKey({ name: 'agent', role: 'agent' })).key).ask
})
afterAll(() => line?.stop())

const call = { caller: 'withheld', at: '2026-11-18T10:15', people: 'nobody', opening: 'closed' }
const rehearse = (more: object) => ask('POST', '/api/flows/support/rehearse', { ...call, events: [], ...more })
const sourceInUse = async (): Promise<string> => (await ask('GET', '/api/flows/support')).body.source

test('an agent listens to the version in use and to a draft', async () => {
  const events = [{ pressed: '3' }, { recorded: 5 }]
  const inUse = await rehearse({ events })
  expect(inUse).toMatchObject({ status: 200, body: { ended: true, outcome: 'voicemail', effects: ['voicemail'], played: 2 } })
  expect(JSON.stringify(inUse.body.lines)).toContain('This is the support line.')
  const draft = await rehearse({ source: (await sourceInUse()).replaceAll('This is the support line.', 'This is the draft.') })
  expect(JSON.stringify(draft.body.lines)).toContain('This is the draft.')
})

test('a draft with errors, a flow that is none, and more than 60 events are refused', async () => {
  expect(await rehearse({ source: (await sourceInUse()).replace('next: incidents', 'next: incidentz') })).toMatchObject({ body: { code: 'FLOW_HAS_ERRORS' } })
  expect(await ask('POST', '/api/flows/none/rehearse', { ...call, events: [] })).toMatchObject({ status: 404 })
  expect(await rehearse({ events: Array.from({ length: 61 }, () => 'silence') })).toMatchObject({ status: 400 })
  expect(await rehearse({ at: '2026-02-31T10:15' })).toMatchObject({ status: 400 })
})

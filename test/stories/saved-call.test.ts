import { afterAll, beforeAll, expect, test } from 'vitest'
import { outcomeOfTranscript } from '../../services/calls/transcripts/outcome.ts'
import { transcriptOfCall } from '../../services/calls/transcripts/store.ts'
import { loadFlows } from '../../services/ivr/files.ts'
import { tryFlow } from '../../services/ivr/transcripts/coverage.ts'
import { aCaller, reportsAFault } from '../support/callers.ts'
import { LINE, MARTA, startLine, type TestLine } from '../support/line.ts'
import { phone, timePasses } from '../support/phones.ts'

let line: TestLine
beforeAll(async () => {
  line = await startLine()
})
afterAll(async () => {
  await line.stop()
})

/** The call as a transcript, and what differs when it is replayed against the flow in use. */
async function replayed(sid: string) {
  await timePasses(line.simulator, 1)
  const saved = await transcriptOfCall(line.database, sid, 'As it was')
  const { flows } = await loadFlows('ivr-flows')
  const flow = flows.find(({ flow: { id } }) => id === saved.flow)
  if (flow === undefined) throw new Error(`no flow ${saved.flow}`)
  return { ...saved, faults: tryFlow(flow.flow, [{ file: 'saved.yaml', source: saved.source }], outcomeOfTranscript).faults }
}

test('a fault that was reported is saved and goes the same way again', async () => {
  const marta = phone(MARTA, line.simulator)
  await marta.dials(LINE)
  await marta.hears(/Hello, Marta Nowak/)
  await reportsAFault(marta, '123456')
  await marta.hearsTheLineEnd()
  const { source, unsure, faults } = await replayed(marta.callSid)
  expect({ unsure, faults }).toEqual({ unsure: [], faults: [] })
  expect(source).toContain('customer: Marta Nowak')
  expect(source).toContain('- pressed: "123456"')
  expect(source).toMatch(/owner: Amira Haddad/)
  expect(source).toContain('outcome: self-served')
})

test('so is one in which somebody took the call, and one that ended at a message', async () => {
  const irina = phone('+493023125903', line.simulator)
  const caller = await aCaller(line, '+493023125250')
  await caller.presses('1')
  await irina.answers()
  await irina.hears(/press 1/)
  await irina.presses('1')
  await irina.says('Good morning.')
  await caller.hears('Good morning.')
  await irina.hangsUp()
  await caller.hears(/How satisfied are you/)
  await caller.presses('5')
  await caller.hangsUp()
  const talked = await replayed(caller.callSid)
  expect({ unsure: talked.unsure, faults: talked.faults }).toEqual({ unsure: [], faults: [] })
  expect(talked.source).toMatch(/dial: answered[^]*pressed: "5"[^]*outcome: answered/)

  const other = await aCaller(line, '+493023125251')
  await other.presses('3')
  await other.hears(/after the tone/)
  await other.says('The door is stuck.')
  await other.hearsTheLineEnd()
  const message = await replayed(other.callSid)
  expect({ unsure: message.unsure, faults: message.faults }).toEqual({ unsure: [], faults: [] })
  expect(message.source).toMatch(/recorded: \d+[^]*outcome: voicemail/)
})

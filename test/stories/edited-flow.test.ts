import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { recordAfter } from '../support/callers.ts'
import { LINE, MARTA, startLine, type TestLine } from '../support/line.ts'
import { nothingElseRings, phone } from '../support/phones.ts'

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

type Edit = readonly [from: string, to: string]

async function aFlowFolder(...edits: readonly Edit[]): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'nightline flows '))
  cleanUps.push(() => rm(dir, { recursive: true, force: true }))
  await cp('ivr-flows', dir, { recursive: true })
  await edit(dir, ...edits)
  return dir
}

async function edit(dir: string, ...edits: readonly Edit[]): Promise<void> {
  const path = join(dir, 'support.yaml')
  let text = await readFile(path, 'utf8')
  for (const [from, to] of edits) {
    expect(text, 'the edit fits the flow').toContain(from)
    text = text.replace(from, to)
  }
  await writeFile(path, text)
}

async function aLineWith(flowsDir: string): Promise<TestLine> {
  const line = await startLine({ flowsDir })
  cleanUps.push(line.stop)
  return line
}

const OTHER_DIGITS: readonly Edit[] = [
  ['minDigits: 6', 'minDigits: 4'],
  ['maxDigits: 6', 'maxDigits: 4'],
  ['Please enter the six digits of your contract number.', 'Please key the four digits on your letter.'],
]
const A_FURTHER_QUESTION: readonly Edit[] = [
  [
    '    identifies: contract\n    next: report\n',
    `    identifies: contract
    next: floor
  floor:
    do: gather
    name: floor
    minDigits: 1
    maxDigits: 2
    prompt: { en: 'On which floor is it?', ru: 'На каком это этаже?' }
    next: report
`,
  ],
  ["title: 'Fault, contract {{captured.contract}}'", "title: 'Fault on floor {{captured.floor}}, contract {{captured.contract}}'"],
]

test('other digits, another prompt, a refused confirmation and a further question: the same call follows the file', async () => {
  const line = await aLineWith(await aFlowFolder(...OTHER_DIGITS, ...A_FURTHER_QUESTION))
  const marta = phone(MARTA, line.simulator)
  await marta.dials(LINE)
  await marta.presses('2')
  await marta.hears('Please key the four digits on your letter.')
  await marta.presses('9999')
  await marta.hears(/9 9 9 9/)
  await marta.presses('2') // that was wrong
  await marta.hears('Please key the four digits on your letter.')
  await marta.presses('1234')
  await marta.hears(/1 2 3 4/)
  await marta.presses('1')
  await marta.hears('On which floor is it?')
  await marta.presses('3#')
  await marta.hears(/case number is/)
  await marta.hearsTheLineEnd()

  const call = await recordAfter(line, marta)
  expect(call).toMatchObject({ outcome: 'self-served', customer: { name: 'Marta Nowak' } })
  expect(call.captured.sort((one, other) => one.name.localeCompare(other.name))).toMatchObject([
    { name: 'contract', value: '1234', isConfirmed: true },
    { name: 'floor', value: '3', isConfirmed: false },
  ])
  expect(call.cases).toMatchObject([{ title: 'Fault on floor 3, contract 1234', facts: { contract: '1234', floor: '3' } }])
  await nothingElseRings(line.simulator)
})

test('an edit while a caller is on the line: he stays on his version, the next one gets the new one', async () => {
  const dir = await aFlowFolder()
  const line = await aLineWith(dir)
  const early = phone(MARTA, line.simulator)
  await early.dials(LINE)
  await early.hears(/report a fault, press 2/)
  await edit(dir, ...OTHER_DIGITS)
  await line.app.flows.reload()
  await early.presses('2')
  await early.hears(/six digits of your contract number/)

  const late = phone('+493023125202', line.simulator)
  await late.dials(LINE)
  await late.presses('2')
  await late.hears('Please key the four digits on your letter.')
  for (const one of [early, late]) await one.hangsUp()
  const [first, second] = [await recordAfter(line, early), await recordAfter(line, late)]
  expect(first.flowVersion).not.toBe(second.flowVersion)
  await nothingElseRings(line.simulator)
})

test('an edit with a mistake in it: the line goes on with the version before', async () => {
  const dir = await aFlowFolder()
  const line = await aLineWith(dir)
  await edit(dir, ['next: report\n', 'next: reprot\n'])
  const findings = await line.app.flows.reload()
  expect(findings).toMatchObject([{ severity: 'error', file: 'support.yaml', message: expect.stringContaining('"report"') as unknown }])
  const marta = phone(MARTA, line.simulator)
  await marta.dials(LINE)
  for (const keys of ['2', '123456', '1']) await marta.presses(keys)
  await marta.hears(/case number is/)
  await marta.hearsTheLineEnd()
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCaller, recordAfter } from '../support/callers.ts'
import { MARTA, startLine, type TestLine } from '../support/line.ts'
import { nothingElseRings, phone } from '../support/phones.ts'

let line: TestLine
beforeAll(async () => {
  line = await startLine()
})
afterAll(async () => {
  await line.stop()
})

/** Keys that lead there, and one that means nothing there. */
const PROMPTS: [prompt: string, keys: string[], nothing: string][] = [
  ['the menu', [], '7'],
  ['the menu in Russian', ['8'], '7'],
  ['the contract number', ['2'], '7#'],
  ['the read-back', ['2', '123456'], '7'],
  ['the second try', ['2', '123456', '2'], '7#'],
]

test.each(PROMPTS)('silence at %s: our people are rung, and he may leave it with us', async (_, keys) => {
  const marta = await aCaller(line, MARTA)
  for (const key of keys) await marta.presses(key)
  const amira = phone('+493023125901', line.simulator)
  await amira.rings()
  await marta.hears(/To leave it with us, press 1|нажмите 1/)
  await marta.hears(/Or stay on the line|Или оставайтесь на линии/)
  await marta.hangsUp()
  await recordAfter(line, marta)
  await nothingElseRings(line.simulator)
})

test.each(PROMPTS)('a key that means nothing at %s leads to a person as well', async (_, keys, nothing) => {
  const marta = await aCaller(line, MARTA)
  for (const key of keys) await marta.presses(key)
  for (let tries = 0; tries < 3; tries += 1) await marta.presses(nothing)
  await phone('+493023125901', line.simulator).rings()
  await marta.hangsUp()
  await recordAfter(line, marta)
  await nothingElseRings(line.simulator)
})

test('who never says a word was rung through, asked for a message three times, and only then let go', async () => {
  const marta = await aCaller(line, MARTA)
  await marta.presses('3')
  const { heard } = await marta.hearsTheLineEnd()
  expect(heard.filter((said) => /after the tone/.test(said)).length).toBeGreaterThanOrEqual(2)
  expect(await recordAfter(line, marta)).toMatchObject({ outcome: 'abandoned', cases: [] })
  await nothingElseRings(line.simulator)
})

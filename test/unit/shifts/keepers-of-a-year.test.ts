// Every level has a keeper at every instant. `npm run proof -- keepers`: a million instants.
import { expect, it } from 'vitest'
import { checkKeepers } from '../../support/random-rosters.ts'

const INSTANTS = Number(process.env['PROOF_COUNT'] ?? 20_000)
const SEED = Number(process.env['PROOF_SEED'] ?? 1)

it(`every level has its keeper at ${INSTANTS} instants of a year, both clock changes among them`, { timeout: 3_600_000 }, () => {
  const { checked, byWhy, wrong } = checkKeepers(INSTANTS, { seed: SEED, instantsPerRoster: Math.max(1_000, INSTANTS / 20) })
  console.log(`keepers: ${checked} instants, ${JSON.stringify(byWhy)}, ${wrong.length} without`)
  expect(wrong).toEqual([])
  expect(checked).toBe(INSTANTS)
  expect(Math.min(...Object.values(byWhy))).toBeGreaterThan(INSTANTS / 20)
})

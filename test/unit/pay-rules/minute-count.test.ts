// Pay of random work against a count minute by minute. `npm run proof -- pay`: 1,000,000 shifts.
import { expect, it } from 'vitest'
import { explain, faultsOf } from '../../../services/pay-rules/explain.ts'
import { payOf } from '../../../services/pay-rules/pay.ts'
import { countMinutes } from '../../support/minute-count.ts'
import { PACK_IDS, WORK_ZONES, randomWork } from '../../support/random-work.ts'

const SHIFTS = Number(process.env['PROOF_COUNT'] ?? 150)
const SEED = Number(process.env['PROOF_SEED'] ?? 1)

it(`${SHIFTS} random shifts are paid as a count minute by minute says, and their parts add up`, { timeout: 7_200_000 }, () => {
  const wrong: unknown[] = []
  const seen = { zones: new Set<string>(), packs: new Set<string>(), overtime: 0, holiday: 0 }
  let [shifts, minutes, segments] = [0, 0, 0]
  for (let seed = SEED * 1_000_003; shifts < SHIFTS && wrong.length < 5; seed++) {
    const input = randomWork(seed)
    const result = payOf(input)
    const { worked, night, sunday, holiday, overtime, base, premiums, total } = result
    const is = { worked, night, sunday, holiday, overtime, base, premiums, total }
    const counted = countMinutes(input)
    if (JSON.stringify(is) !== JSON.stringify(counted)) wrong.push({ seed, is, counted })
    const faults = faultsOf(input, result)
    if (faults.length > 0) wrong.push({ seed, faults })
    if (seed % 100 === 0) explain(input, result, 'en')
    shifts += input.pieces.length
    minutes += worked
    segments += result.segments.length
    seen.overtime += overtime
    seen.holiday += holiday
    for (const { zone } of input.pieces) seen.zones.add(zone)
    for (const { pack } of result.segments) seen.packs.add(pack)
  }
  console.log(`pay: ${shifts} shifts in ${seen.zones.size} zones, ${minutes} minutes counted, ${segments} segments, ${wrong.length} differences`)
  expect(wrong).toEqual([])
  if (SHIFTS >= 2_000) {
    expect([...seen.zones].sort()).toEqual([...WORK_ZONES].sort())
    expect([...seen.packs].sort()).toEqual([...PACK_IDS].sort())
  }
  expect(Math.min(seen.overtime, seen.holiday)).toBeGreaterThan(minutes / 100)
})

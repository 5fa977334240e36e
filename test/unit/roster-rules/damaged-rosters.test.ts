// Gaps of damaged rosters, against a count minute by minute. `npm run proof -- gaps`: 10,000 rosters.
import { expect, it } from 'vitest'
import { checkGaps } from '../../support/damaged-rosters.ts'

const ROSTERS = Number(process.env['PROOF_COUNT'] ?? 300)
const SEED = Number(process.env['PROOF_SEED'] ?? 1)

it(`on ${ROSTERS} damaged rosters it finds the same gaps as counting minute by minute`, { timeout: 3_600_000 }, () => {
  const { rosters, withGaps, gaps, minutes, differences } = checkGaps(ROSTERS, SEED)
  console.log(`gaps: ${gaps} in ${withGaps} of ${rosters} rosters, ${minutes} minutes counted, ${differences.length} differences`)
  expect(differences).toEqual([])
  expect(rosters).toBe(ROSTERS)
  expect(Math.min(withGaps, gaps)).toBeGreaterThan(ROSTERS * 0.6)
})

// `npm run proof -- NAME [count] [seed]`: the long version of a test; prints its figures. The table of proofs: docs/proofs.md.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { prepare, ROOT } from '../services/prepare.mjs'

const PROOFS = {
  repeats: { file: 'test/integration/webhooks-repeat.test.ts', project: 'integration', count: 1_000 },
  forged: { file: 'test/integration/webhooks-forged.test.ts', project: 'integration', count: 10_000 },
  nights: { file: 'test/stories/old-lady.test.ts', project: 'stories', count: 1 },
  rosters: { file: 'test/integration/two-nights.test.ts', project: 'integration', count: 100_000 },
  gaps: { file: 'test/unit/roster-rules/damaged-rosters.test.ts', project: 'unit', count: 10_000 },
  keepers: { file: 'test/unit/shifts/keepers-of-a-year.test.ts', project: 'unit', count: 1_000_000 },
  owners: { file: 'test/integration/opened-cases.test.ts', project: 'integration', count: 1_000 },
  moves: { file: 'test/chaos/moves.test.ts', project: 'chaos', count: 20_000 },
  'random-calls': { file: 'test/chaos/random-calls.test.ts', project: 'chaos', count: 1_000 },
  record: { file: 'test/integration/record-at-scale.test.ts', project: 'integration', count: 1_000_000 },
  pop: { file: 'test/integration/desk-pop.test.ts', project: 'integration', count: 300 },
  rooms: { file: 'test/chaos/desk.test.ts', project: 'chaos', count: 5 },
  months: { file: 'test/integration/month-recount.test.ts', project: 'integration', count: 2_000 },
  deadlines: { file: 'test/integration/twenty-hours.test.ts', project: 'integration', count: 10_000 },
  notices: { file: 'test/chaos/notices.test.ts', project: 'chaos', count: 20 },
  callbacks: { file: 'test/chaos/callbacks.test.ts', project: 'chaos', count: 10_000 },
  'callbacks-killed': { file: 'test/chaos/callbacks-killed.test.ts', project: 'chaos', count: 3 },
  tellings: { file: 'test/chaos/telling.test.ts', project: 'chaos', count: 3 },
  'callback-cost': { file: 'test/integration/callback-queue-cost.test.ts', project: 'integration', count: 100_000 },
  attack: { file: 'test/integration/callback-attack.test.ts', project: 'integration', count: 100_000 },
  pay: { file: 'test/unit/pay-rules/minute-count.test.ts', project: 'unit', count: 1_000_000 },
  conflicts: { file: 'test/unit/planner/conflict.test.ts', project: 'unit', count: 200 },
  pricing: { file: 'test/unit/planner/pricing.test.ts', project: 'unit', count: 600 },
  swaps: { file: 'test/integration/swaps.test.ts', project: 'integration', count: 100_000 },
  repair: { file: 'test/integration/repair.test.ts', project: 'integration', count: 50 },
  'roster-speed': { file: 'test/e2e/roster-speed.test.ts', project: 'e2e', count: 10 },
  plans: { file: 'test/unit/shifts/planning/lawful-plans.test.ts', project: 'unit', count: 200 },
  year: { file: 'test/unit/shifts/planning/year-of-nights.test.ts', project: 'unit', count: 12 },
  month: { file: 'test/integration/real-months.test.ts', project: 'integration', count: 30 },
  'case-numbers': { file: 'test/unit/cases/case-number.test.ts', project: 'unit', count: 1_000_000 },
}

const [name, count, seed] = process.argv.slice(2)
const proof = PROOFS[name]
if (!proof) {
  process.stderr.write(`Which proof? ${Object.keys(PROOFS).join(', ')}. For example: npm run proof -- repeats 100\n`)
  process.exit(2)
}
const isSeen = proof.project === 'e2e'
await prepare({ withBuild: isSeen, withPage: isSeen })
const args = ['run', '--project', proof.project, proof.file, '--disable-console-intercept', '--reporter=dot']
const child = spawn(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), ...args], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, PROOF_COUNT: count ?? String(proof.count), ...(seed && { PROOF_SEED: seed }) },
})
child.on('close', (code) => process.exit(code ?? 1))

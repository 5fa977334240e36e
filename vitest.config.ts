import { basename } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const withDatabase = { globalSetup: ['test/support/global-setup.ts'], testTimeout: 60_000, hookTimeout: 60_000 }

/** Starts and kills servers all the time: nothing else runs beside it. */
const STARTS_POSTGRES = 'test/chaos/embedded-postgres.test.ts'

/**
 * Two cores. Each file has a database of its own. Files share a worker and what it has loaded: half of a small file's time is loading the program.
 * Tests mostly wait for PostgreSQL and for time to pass, so one file more than cores; a browser fills a core, so no more than cores. Where programs are
 * started and killed, a caller waits for them as long as a real one: no more than cores, and nothing is shared.
 */
const shared = { isolate: false, maxWorkers: 3 }
const killed = { ...withDatabase, testTimeout: 240_000, maxWorkers: 2 }

/** In a fresh clone nobody knows yet what takes long, and one that comes last is waited for alone. Longest first. */
const LONG = ['start', 'callbacks', 'random-calls', 'kill', 'who-is-on', 'wake', 'old-lady', 'phone', 'supervisor-week', 'planner', 'roster', 'callback-attack']
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => (LONG.indexOf(basename(moduleId, '.test.ts')) + LONG.length + 1) % (LONG.length + 1)
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}

export default defineConfig({
  test: {
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    // Each project would read and change all of the program anew; kept under node_modules, a file is changed once.
    experimental: { fsModuleCache: true },
    projects: [
      // Pure functions: in any order (`--sequence.shuffle.files`).
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], ...shared } },
      { test: { name: 'integration', include: ['test/integration/**/*.test.ts'], ...withDatabase, ...shared } },
      { test: { name: 'stories', include: ['test/stories/**/*.test.ts'], ...withDatabase, ...shared } },
      { test: { name: 'chaos', include: ['test/chaos/**/*.test.ts'], exclude: [STARTS_POSTGRES], ...killed, sequence: { groupOrder: 1 } } },
      { test: { name: 'postgres', include: [STARTS_POSTGRES], ...killed, maxWorkers: 1, fileParallelism: false, sequence: { groupOrder: 2 } } },
      {
        test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...withDatabase, ...shared, testTimeout: 180_000, maxWorkers: 2, sequence: { groupOrder: 3 } },
      },
    ],
  },
})

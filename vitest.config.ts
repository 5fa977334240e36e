import { defineConfig } from 'vitest/config'

const withDatabase = { globalSetup: ['test/support/global-setup.ts'], testTimeout: 60_000, hookTimeout: 60_000 }

/** Starts and kills servers all the time: nothing else runs beside it. */
const STARTS_POSTGRES = 'test/chaos/embedded-postgres.test.ts'

/**
 * Two cores. Each file has a database of its own. Files share a worker and what it has loaded: half of a small file's time is loading the program.
 * Tests mostly wait for PostgreSQL and for time to pass, so one file more than cores; where programs are started and killed a caller waits for them
 * as long as a real one, and a browser fills a core: there no more runs than there are cores.
 */
const [waiting, busy] = [
  { isolate: false, maxWorkers: 3 },
  { isolate: false, maxWorkers: 2 },
]
const killed = { ...withDatabase, ...busy, testTimeout: 240_000 }

export default defineConfig({
  test: {
    maxWorkers: 3,
    // Each project would read and change all of the program anew; kept under node_modules, a file is changed once.
    experimental: { fsModuleCache: true },
    projects: [
      // Pure functions: in any order (`--sequence.shuffle.files`).
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], ...waiting } },
      { test: { name: 'integration', include: ['test/integration/**/*.test.ts'], ...withDatabase, ...waiting } },
      { test: { name: 'stories', include: ['test/stories/**/*.test.ts'], ...withDatabase, ...waiting } },
      { test: { name: 'chaos', include: ['test/chaos/**/*.test.ts'], exclude: [STARTS_POSTGRES], ...killed, sequence: { groupOrder: 1 } } },
      { test: { name: 'postgres', include: [STARTS_POSTGRES], ...killed, maxWorkers: 1, fileParallelism: false, sequence: { groupOrder: 2 } } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...withDatabase, ...busy, testTimeout: 180_000, sequence: { groupOrder: 3 } } },
    ],
  },
})

import { defineConfig } from 'vitest/config'

const withDatabase = { globalSetup: ['test/support/global-setup.ts'], testTimeout: 60_000, hookTimeout: 60_000 }

/** Starts and kills servers all the time: nothing else runs beside it. */
const STARTS_POSTGRES = 'test/chaos/embedded-postgres.test.ts'

/**
 * Two cores: a few files at once, each with a database of its own. Tests wait for PostgreSQL and for time to pass, so one more file than cores. Where
 * no program is started or killed, files share a worker and what it has loaded: half of a small file's time is loading the program.
 */
export default defineConfig({
  test: {
    maxWorkers: 3,
    projects: [
      // Pure functions: files share a worker and what it has loaded, in any order (`--sequence.shuffle.files`).
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], isolate: false } },
      { test: { name: 'integration', include: ['test/integration/**/*.test.ts'], ...withDatabase, isolate: false } },
      { test: { name: 'stories', include: ['test/stories/**/*.test.ts'], ...withDatabase, isolate: false } },
      { test: { name: 'chaos', include: ['test/chaos/**/*.test.ts'], exclude: [STARTS_POSTGRES], ...withDatabase, testTimeout: 240_000 } },
      { test: { name: 'postgres', include: [STARTS_POSTGRES], ...withDatabase, testTimeout: 240_000, fileParallelism: false, sequence: { groupOrder: 1 } } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...withDatabase, testTimeout: 180_000, sequence: { groupOrder: 2 } } },
    ],
  },
})

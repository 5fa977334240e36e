import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startTestCluster } from './database.ts'

type Shared = { users: number; starting: ReturnType<typeof startTestCluster> | undefined }

/** Vitest loads this file anew for each project; only what hangs on the process is one for all of them. */
const shared = ((globalThis as { nightlineTestCluster?: Shared }).nightlineTestCluster ??= { users: 0, starting: undefined })

/** For vitest's `globalSetup`: one throw-away cluster for the whole run, stopped by the last project that leaves it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.users += 1
  shared.starting ??= startTestCluster(path.join(import.meta.dirname, '../../prisma/migrations'))
  const { cluster, stop } = await shared.starting
  project.provide('testCluster', cluster)
  return async () => {
    shared.users -= 1
    if (shared.users > 0) return
    shared.starting = undefined
    await stop()
  }
}

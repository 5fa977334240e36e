import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startTestCluster } from './database.ts'

/** For vitest's `globalSetup`: one throw-away cluster for the whole run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { cluster, stop } = await startTestCluster(path.join(import.meta.dirname, '../../prisma/migrations'))
  project.provide('testCluster', cluster)
  return stop
}

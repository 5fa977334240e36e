import { parentPort, workerData } from 'node:worker_threads'
import type { Problem } from '../problem.ts'
import { findConflict } from './find.ts'
import type { Open } from './items.ts'

/** The thread of `conflictOf` (service.ts). */
const { problem, open, seconds, seed } = workerData as { problem: Problem; open: Open | undefined; seconds: number; seed: number }
parentPort?.postMessage(findConflict(problem, { open, seconds, seed, now: () => performance.now() / 1000 }))

import { pathToFileURL } from 'node:url'
import { useConflictThread } from '../../services/planner/conflict/service.ts'
import { useThread } from '../../services/planner/solve/service.ts'
import { built } from './built.ts'

/** The planner's thread as `npm start` builds it, for tests that load the sources: call it in `beforeAll`. */
export const plannerThread = async (): Promise<void> => useThread(pathToFileURL(await built('services/planner/worker.ts')))
/** The same of the thread that finds conflicts. */
export const conflictThread = async (): Promise<void> => useConflictThread(pathToFileURL(await built('services/planner/conflict/worker.ts')))

import type { Feature, Ground } from '../feature.ts'
import { requestJobs } from './jobs.ts'

/** How many requests of flows are under way at once in a process. */
const MOST_AT_ONCE = 4

export function requestFeature({ config, database, clock, announce, wake, log }: Ground): Feature {
  const hosts = config.flowHosts ?? new Map<never, never>()
  return { outside: { requests: { ...requestJobs({ database, clock, hosts, announce, wake, log }), atOnce: MOST_AT_ONCE } } }
}

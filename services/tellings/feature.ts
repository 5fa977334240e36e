import type { Feature, Ground } from '../feature.ts'
import type { CallPurposes } from '../outbound/ends/service.ts'
import { tellOfArrival } from './arrivals/store.ts'
import { tellingCalls } from './calls/store.ts'
import { tellingJobs } from './jobs.ts'
import { rehearsalReader } from './rehearsal/service.ts'
import { tellingRoutes } from './routes.ts'
import { tellingService } from './service.ts'
import { tellOfTop } from './store.ts'

/** `onTop` and `onArrival`: a case has come to the top, or to another level; told in the same transaction. */
export function tellingFeature({ database, clock, company, wake }: Ground) {
  return {
    onTop: tellOfTop,
    onArrival: tellOfArrival,
    purposes: { telling: tellingCalls({ companyName: () => company()?.name ?? '' }) } satisfies CallPurposes,
    routes: [tellingRoutes({ tellings: tellingService({ database, clock }), rehearse: rehearsalReader({ database, clock }) })],
    outside: { tellings: tellingJobs({ database, clock, wake }) },
  } satisfies Feature & Record<string, unknown>
}

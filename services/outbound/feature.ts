import type { Feature, Ground } from '../feature.ts'
import type { Outbound } from '../telephony/provider.ts'
import type { CallPurposes } from './ends/service.ts'
import { outboundJobs } from './jobs.ts'
import { outboundService } from './service.ts'
import { outboundOverWords } from './words.ts'

/** Calls that we place by ourselves; `purposes`: what is said in them, and what follows. */
export function outboundFeature({ database, clock, carrier, company, announce, wake, log }: Ground, purposes: CallPurposes) {
  const outbound: Outbound = outboundService({ database, purposes, wake, announce })
  return {
    outbound,
    words: { outboundOver: (language?: string) => outboundOverWords(language ?? company()?.language) },
    outside: { outbound: outboundJobs({ database, clock, provider: carrier.provider, urls: carrier.urls.outbound, purposes, announce, log }) },
  } satisfies Feature & Record<string, unknown>
}

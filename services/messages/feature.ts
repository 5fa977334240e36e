import type { Feature, Ground } from '../feature.ts'
import type { CallPurposes } from '../outbound/ends/service.ts'
import { messageCalls, surveyCalls } from './calls/service.ts'
import { deliveryJobs } from './delivery/jobs.ts'
import { settleEmail } from './delivery/store.ts'
import { textJobs } from './jobs.ts'
import { textService, type TextServiceOptions } from './service.ts'
import { writtenRoutes, type WrittenRoutesOptions } from './written/routes.ts'
import { writtenService } from './written/service.ts'

/** `answerOffer`: a text may be a yes or no of staff. */
export function messageFeature(
  { database, clock, carrier, hasMail, textLimits, announce, wake, log }: Ground,
  { getCase, answerOffer }: Pick<WrittenRoutesOptions, 'getCase'> & Pick<TextServiceOptions, 'answerOffer'>,
) {
  return {
    texts: textService({ database, announce, wake, ...(answerOffer && { answerOffer }) }),
    settleEmail,
    performDue: deliveryJobs({ database, clock, options: { hasMail, textLimits }, log }).performDue,
    purposes: { message: messageCalls(), survey: surveyCalls() } satisfies CallPurposes,
    routes: [writtenRoutes({ written: writtenService({ database, clock, hasMail, wake }), getCase })],
    outside: { texts: textJobs({ database, clock, provider: carrier.provider, statusUrl: carrier.urls.textStatus, announce, log }) },
  } satisfies Feature & Record<string, unknown>
}

import type { Feature, Ground } from '../../feature.ts'
import { repairRoutes } from '../repair/routes.ts'
import { leaveRequestRoutes } from './leave/routes.ts'
import { leaveRequestService } from './leave/service.ts'
import { offerLinkRoutes } from './link/routes.ts'
import { shiftOfferRoutes } from './offers/routes.ts'
import { offerService, type OfferParts } from './offers/service.ts'
import { requestSweep } from './sweep/service.ts'
import { wishRoutes } from './wishes/routes.ts'
import { wishService } from './wishes/service.ts'

/** What staff ask of each other and of who plans. `addText`: how they hear of shifts that look for somebody. */
export function shiftRequestFeature({ database, clock, publicUrl, lookOutside }: Ground, { addText }: { addText: OfferParts['telling']['text'] }) {
  const telling = { text: addText, linkOf: (token: string) => `${publicUrl()}/shift-offer/${token}` }
  const offers = offerService({ database, clock, telling })
  const sweep = requestSweep({ database, clock, telling })
  return {
    answerByText: offers.answerByText,
    routes: [
      wishRoutes({ wishes: wishService({ database, clock }) }),
      leaveRequestRoutes({ requests: leaveRequestService({ database, clock }) }),
      shiftOfferRoutes({ offers }),
      repairRoutes({ database, clock }),
      offerLinkRoutes({ offers }),
    ],
    sweeps: [{ name: 'shift offers', run: () => sweep.sweep().finally(lookOutside) }],
  } satisfies Feature & Record<string, unknown>
}

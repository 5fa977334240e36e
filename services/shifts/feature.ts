import type { Feature, Ground } from '../feature.ts'
import { feedRoutes } from './feeds/routes.ts'
import { feedService } from './feeds/service.ts'
import { holidayRoutes } from './holidays/routes.ts'
import { holidayService } from './holidays/service.ts'
import { houseRoutes } from './house/routes.ts'
import { houseService } from './house/service.ts'
import { leaveRoutes } from './leaves/routes.ts'
import { leaveService } from './leaves/service.ts'
import { myShiftsRoutes } from './mine/routes.ts'
import { myShiftsReader } from './mine/service.ts'
import { onShiftRoutes } from './on-shift/routes.ts'
import { onShift } from './on-shift/service.ts'
import { presenceRoutes } from './presence/routes.ts'
import { presenceService } from './presence/service.ts'
import { rosterRoutes } from './roster/routes.ts'
import { rosterService } from './roster/service.ts'
import { rosterPartsRoutes } from './settings/routes.ts'
import { rosterPartsService } from './settings/service.ts'
import { listSkillsOnDuty } from './skills/store.ts'
import { rosterWatch } from './watch/service.ts'
import { workerRoutes } from './workers/routes.ts'
import { workerService } from './workers/service.ts'

/** Who works when, as it is written down and as it is. Making a plan, asking people and paying them have features of their own below. */
export function shiftFeature({ database, clock, publicUrl }: Ground) {
  return {
    listSkills: (at: Date) => listSkillsOnDuty(database, at),
    routes: [
      rosterPartsRoutes({ parts: rosterPartsService({ database }) }),
      houseRoutes({ house: houseService({ database }) }),
      holidayRoutes({ holidays: holidayService({ database, clock }) }),
      workerRoutes({ workers: workerService({ database }) }),
      leaveRoutes({ leaves: leaveService({ database, clock }) }),
      feedRoutes({ feeds: feedService({ database, clock, baseUrl: publicUrl }) }),
      myShiftsRoutes({ getMyShifts: myShiftsReader({ database, clock }) }),
      presenceRoutes({ presences: presenceService({ database, clock }) }),
      onShiftRoutes({ onShift: onShift({ database, clock }) }),
      rosterRoutes({ roster: rosterService({ database, clock }) }),
    ],
    sweeps: [{ name: 'roster watch', run: rosterWatch({ database, clock }).sweep }],
  } satisfies Feature & Record<string, unknown>
}

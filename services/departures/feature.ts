import type { Feature, Ground } from '../feature.ts'
import { tellOfTop } from '../tellings/store.ts'
import { departureRoutes } from './routes.ts'
import { departureService } from './service.ts'

export const departureFeature = ({ database, clock }: Ground): Feature => ({
  routes: [departureRoutes({ departures: departureService({ database, clock, onTop: tellOfTop }) })],
})

import type { Feature, Ground } from '../feature.ts'
import { incidentRoutes } from './routes.ts'
import { incidentService } from './service.ts'

export const incidentFeature = ({ database, clock }: Ground): Feature => ({
  routes: [incidentRoutes({ incidents: incidentService({ database, clock }) })],
})

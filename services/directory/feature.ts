import type { Feature, Ground } from '../feature.ts'
import { directoryRoutes } from './routes.ts'
import { directoryService } from './service.ts'

export const directoryFeature = ({ database, clock }: Ground): Feature => ({
  routes: [directoryRoutes({ directory: directoryService({ database, clock }) })],
})

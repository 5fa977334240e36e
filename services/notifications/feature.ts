import type { Feature, Ground } from '../feature.ts'
import { notificationRoutes } from './routes.ts'
import { notificationService } from './service.ts'

export const notificationFeature = ({ database, clock }: Ground): Feature => ({
  routes: [notificationRoutes({ notifications: notificationService({ database, clock }) })],
})

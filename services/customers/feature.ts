import type { Feature, Ground } from '../feature.ts'
import { blockedNumberRoutes } from './blocked/routes.ts'
import { blockedNumbers, type BlockedParts } from './blocked/service.ts'

/** `onBlocked`: what still waits for somebody who may not call any more ends with it. */
export const customerFeature = ({ database, clock }: Ground, { onBlocked }: Pick<BlockedParts, 'onBlocked'>): Feature => ({
  routes: [blockedNumberRoutes({ blocked: blockedNumbers({ database, clock, onBlocked }) })],
})

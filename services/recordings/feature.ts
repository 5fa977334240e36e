import type { Feature, Ground } from '../feature.ts'
import { recordingEraser } from './jobs.ts'
import { recordingRoutes } from './routes.ts'
import { recordingService } from './service.ts'

export const recordingFeature = ({ database, clock, carrier: { provider }, wake, log }: Ground): Feature => ({
  routes: [recordingRoutes({ recordings: recordingService({ database, clock, provider, wake }) })],
  outside: { recordings: recordingEraser({ database, clock, provider, log }) },
})

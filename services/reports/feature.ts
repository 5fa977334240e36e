import type { Feature, Ground } from '../feature.ts'
import { reportRoutes } from './routes.ts'
import { reportService } from './service.ts'

export const reportFeature = ({ database, clock }: Ground): Feature => ({ routes: [reportRoutes({ reports: reportService({ database, clock }) })] })

import type { Feature, Ground } from '../feature.ts'
import { auditRoutes } from './routes.ts'
import { auditReader } from './service.ts'

export const auditFeature = ({ database }: Ground): Feature => ({ routes: [auditRoutes({ listAudit: auditReader(database) })] })

import type { Feature, Ground } from '../feature.ts'
import { ruleRoutes } from './routes.ts'
import { ruleService } from './service.ts'

export const ruleFeature = ({ database, clock }: Ground): Feature => ({ routes: [ruleRoutes({ rules: ruleService({ database, clock }) })] })

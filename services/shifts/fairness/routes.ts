import { z } from 'zod'
import type { RoutePlugin } from '../../http/app.ts'
import { fairness } from '../../schemas/plans.ts'
import { period } from '../../schemas/rosters.ts'
import { PLANNERS } from '../planners.ts'
import type { FairnessReader } from './service.ts'

export function fairnessRoutes({ readFairness }: { readFairness: FairnessReader }): RoutePlugin {
  return (app) => {
    app.get(
      '/api/fairness',
      { config: { access: PLANNERS }, schema: { tags: ['planning'], querystring: period, response: { 200: z.array(fairness) } } },
      (request) => readFairness(request.query),
    )
  }
}

import { z } from 'zod'
import type { RoutePlugin } from '../../http/app.ts'
import { nightQuery, nightShare, openingPattern } from '../../schemas/plans.ts'
import { PLANNERS } from '../planners.ts'
import type { AdviceService } from './service.ts'

const tags = ['planning']
const config = { access: PLANNERS }

export function adviceRoutes({ advice }: { advice: AdviceService }): RoutePlugin {
  return (app) => {
    app.get('/api/advice/nights', { config, schema: { tags, querystring: nightQuery, response: { 200: nightShare } } }, (request) =>
      advice.nights(request.query),
    )
    app.get('/api/advice/opening', { config, schema: { tags, response: { 200: z.array(openingPattern) } } }, () => advice.opening())
  }
}

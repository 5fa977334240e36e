import { z } from 'zod'
import type { RoutePlugin } from '../http/app.ts'
import { caseDetail } from '../schemas/cases.ts'
import { STAFF } from '../schemas/people.ts'
import type { CaseReader } from './service.ts'

const params = z.object({ number: z.string().max(20) })

export function caseRoutes({ getCase }: { getCase: CaseReader }): RoutePlugin {
  return (app) => {
    app.get('/api/cases/:number', { config: { access: STAFF }, schema: { tags: ['cases'], params, response: { 200: caseDetail } } }, (request) =>
      getCase(request.params.number),
    )
  }
}

import { z } from 'zod'
import { principalOf } from '../http/access.ts'
import type { RoutePlugin } from '../http/app.ts'
import { caseDetail, caseFilter, caseList } from '../schemas/cases.ts'
import { STAFF } from '../schemas/people.ts'
import type { CaseReader } from './service.ts'

const tags = ['cases']
const config = { access: STAFF }
const params = z.object({ number: z.string().max(20) })

export function caseRoutes({ reader }: { reader: CaseReader }): RoutePlugin {
  return (app) => {
    app.get('/api/cases', { config, schema: { tags, querystring: caseFilter, response: { 200: caseList } } }, (request) => {
      const principal = principalOf(request)
      return reader.listCases(request.query, principal.kind === 'person' ? principal.id : null)
    })
    app.get('/api/cases/:number', { config, schema: { tags, params, response: { 200: caseDetail } } }, (request) => {
      const principal = principalOf(request)
      return reader.getCase(request.params.number, principal.kind === 'person' ? principal.id : null)
    })
  }
}

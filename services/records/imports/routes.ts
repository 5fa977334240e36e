import { z } from 'zod'
import { domainError } from '../../errors.ts'
import { principalOf } from '../../http/access.ts'
import type { RoutePlugin } from '../../http/app.ts'
import { importQuery, importResult } from '../../schemas/customers.ts'
import { SUPERVISION } from '../../schemas/people.ts'
import type { ImportService } from './service.ts'

const tags = ['customers']
const params = z.object({ kind: z.enum(['orders', 'products']) })
/** Some 50,000 lines. */
const bodyLimit = 16 * 1024 * 1024

/** The body is the table itself, as text/csv; only here it is read. */
export function importRoutes({ importTable }: { importTable: ImportService }): RoutePlugin {
  return (app) => {
    app.addContentTypeParser('text/csv', { parseAs: 'buffer', bodyLimit }, (_, body, done) => done(null, body))
    app.post(
      '/api/imports/:kind',
      { bodyLimit, config: { access: SUPERVISION }, schema: { tags, params, querystring: importQuery, response: { 200: importResult } } },
      (request) => {
        const { body } = request
        if (!Buffer.isBuffer(body)) throw domainError('BAD_REQUEST', { reason: 'send the table as text/csv' })
        return importTable(request.params.kind, body, { isDryRun: request.query.dryRun }, principalOf(request))
      },
    )
  }
}

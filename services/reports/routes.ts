import { z } from 'zod'
import { principalOf } from '../http/access.ts'
import type { RoutePlugin } from '../http/app.ts'
import { SUPERVISION } from '../schemas/people.ts'
import { figureQuery, figureRows, month, monthQuery, monthReport } from '../schemas/reports.ts'
import { monthCsv } from './csv.ts'
import type { ReportService } from './service.ts'

const tags = ['reports']
const params = z.object({ month })
const config = { access: SUPERVISION }

export function reportRoutes({ reports }: { reports: ReportService }): RoutePlugin {
  return (app) => {
    app.get(
      '/api/reports/months/:month',
      {
        config,
        schema: { tags, params, querystring: monthQuery, response: { 200: z.union([monthReport, z.string().describe('With format=csv: text/csv')]) } },
      },
      async (request, reply) => {
        const report = await reports.getMonth(request.params.month)
        if (request.query.format === 'json') return report
        return reply
          .header('content-type', 'text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="nightline-${report.month}.csv"`)
          .serializer((text: string) => text)
          .send(monthCsv(report))
      },
    )
    app.get('/api/reports/months/:month/rows', { config, schema: { tags, params, querystring: figureQuery, response: { 200: figureRows } } }, (request) =>
      reports.listRows(request.params.month, request.query),
    )
    app.post(
      '/api/reports/months/:month/close',
      { config: { access: ['manager', 'executive', 'admin'] }, schema: { tags, params, response: { 200: monthReport } } },
      (request) => reports.closeMonth(request.params.month, principalOf(request)),
    )
  }
}

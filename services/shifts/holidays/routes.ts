import { z } from 'zod'
import type { RoutePlugin } from '../../http/app.ts'
import { STAFF } from '../../schemas/people.ts'
import { holiday, holidayImport, holidayImported } from '../../schemas/planning.ts'
import { period } from '../../schemas/rosters.ts'
import type { HolidayService } from './service.ts'

const tags = ['roster settings']
const write = { access: ['supervisor', 'manager', 'admin'] } as const
const params = z.object({ id: z.uuid() })
const oneDay = params.extend({ date: z.iso.date() })
/** More than other routes: `ical` has up to 500 000 letters. */
const bodyLimit = 2 * 1024 * 1024

export function holidayRoutes({ holidays }: { holidays: HolidayService }): RoutePlugin {
  return (app) => {
    app.get(
      '/api/sites/:id/holidays',
      { config: { access: STAFF }, schema: { tags, params, querystring: period, response: { 200: z.array(holiday) } } },
      (request) => holidays.listHolidays(request.params.id, request.query),
    )
    app.put(
      '/api/sites/:id/holidays/:date',
      { config: write, schema: { tags, params: oneDay, body: holiday.pick({ name: true }), response: { 200: holiday } } },
      (request) => holidays.putHoliday(request.params.id, request.params.date, request.body.name),
    )
    app.delete(
      '/api/sites/:id/holidays/:date',
      { config: write, schema: { tags, params: oneDay, response: { 204: z.undefined().describe('Gone') } } },
      async (request, reply) => {
        await holidays.deleteHoliday(request.params.id, request.params.date)
        return reply.code(204).send()
      },
    )
    app.post(
      '/api/sites/:id/holidays/import',
      { bodyLimit, config: write, schema: { tags, params, body: holidayImport, response: { 200: holidayImported } } },
      (request) => holidays.importHolidays(request.params.id, request.body.ical),
    )
  }
}

import { z } from 'zod'
import { personOf, principalOf } from '../../http/access.ts'
import type { RoutePlugin } from '../../http/app.ts'
import {
  monthParams,
  newPayCorrection,
  newPayPack,
  newWorkedTime,
  payBooking,
  payCsvQuery,
  payMonth,
  payPack,
  payPreview,
  payPreviewQuery,
  payStatement,
  statementParams,
  statementQuery,
  workedDecision,
  workedTime,
  workedTimeQuery,
} from '../../schemas/pay.ts'
import type { PayClosing } from './closing/service.ts'
import type { PayPackService } from './packs/service.ts'
import type { PayPreviewer } from './preview/service.ts'
import type { PayService } from './service.ts'
import { PAY_OFFICE, SEES_COST, TIME_KEEPERS } from './who.ts'
import type { WorkedTimeService } from './worked-times/service.ts'

const tags = ['pay']
const office = { access: PAY_OFFICE }
/** The service refuses what is another one's. */
const own = { access: 'signedIn' } as const
const byId = z.object({ id: z.uuid() })

export type PayParts = { pay: PayService; closing: PayClosing; times: WorkedTimeService; packs: PayPackService; preview: PayPreviewer }

export function payRoutes({ pay, closing, times, packs, preview }: PayParts): RoutePlugin {
  return (app) => {
    app.get('/api/pay/months/:month', { config: office, schema: { tags, params: monthParams, response: { 200: payMonth } } }, (request) =>
      pay.getMonth(request.params.month),
    )
    app.get(
      '/api/pay/months/:month/people/:personId',
      { config: own, schema: { tags, params: statementParams, querystring: statementQuery, response: { 200: payStatement } } },
      (request) => pay.getStatement(principalOf(request), request.params.month, request.params.personId, request.query.language),
    )
    app.get(
      '/api/my-pay/:month',
      { config: own, schema: { tags, params: monthParams, querystring: statementQuery, response: { 200: payStatement } } },
      (request) => {
        const person = personOf(request)
        return pay.getStatement(person, request.params.month, person.id, request.query.language)
      },
    )
    app.post('/api/pay/months/:month/close', { config: office, schema: { tags, params: monthParams, response: { 200: payMonth } } }, (request) =>
      closing.closeMonth(request.params.month, principalOf(request)),
    )
    app.get(
      '/api/pay/months/:month/csv',
      { config: office, schema: { tags, params: monthParams, querystring: payCsvQuery, response: { 200: z.string().describe('text/csv') } } },
      async (request, reply) =>
        reply
          .header('content-type', 'text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="pay-${request.params.month}.csv"`)
          .serializer((text: string) => text)
          .send(await pay.getCsv(request.params.month, request.query.language)),
    )
    app.get('/api/pay/worked-times', { config: own, schema: { tags, querystring: workedTimeQuery, response: { 200: z.array(workedTime) } } }, (request) =>
      times.list(principalOf(request), request.query),
    )
    app.post('/api/pay/worked-times', { config: own, schema: { tags, body: newWorkedTime, response: { 201: workedTime } } }, async (request, reply) =>
      reply.code(201).send(await times.add(principalOf(request), request.body)),
    )
    app.post(
      '/api/pay/worked-times/:id/decision',
      { config: { access: TIME_KEEPERS }, schema: { tags, params: byId, body: workedDecision, response: { 200: workedTime } } },
      (request) => times.decide(principalOf(request), request.params.id, request.body),
    )
    app.post('/api/pay/corrections', { config: office, schema: { tags, body: newPayCorrection, response: { 201: payBooking } } }, async (request, reply) =>
      reply.code(201).send(await closing.correct(principalOf(request), request.body)),
    )
    app.get('/api/pay/packs', { config: own, schema: { tags, response: { 200: z.array(payPack) } } }, () => packs.list())
    app.put(
      '/api/pay/packs/:id',
      { config: office, schema: { tags, params: payPack.pick({ id: true }), body: newPayPack, response: { 200: payPack } } },
      (request) => packs.add(principalOf(request), { ...request.body, id: request.params.id }),
    )
    app.get('/api/pay/preview', { config: { access: SEES_COST }, schema: { tags, querystring: payPreviewQuery, response: { 200: payPreview } } }, (request) =>
      preview(principalOf(request).role, request.query),
    )
  }
}

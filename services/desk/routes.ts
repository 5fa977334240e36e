import { z } from 'zod'
import { personOf, principalOf } from '../http/access.ts'
import type { RoutePlugin } from '../http/app.ts'
import { callNow, callUnderWay, desk, deskAct, deskForm, deskFormSave, deskFormSubmit, deskPop, outboundCall } from '../schemas/desk.ts'
import { STAFF, SUPERVISION } from '../schemas/people.ts'
import type { CallNowService } from './call-now/service.ts'
import type { ActService } from './acts/service.ts'
import type { FormService } from './forms/service.ts'
import type { DeskService } from './service.ts'

const tags = ['desk']
const config = { access: STAFF }
const params = z.object({ sid: z.string().max(64) })

export function deskRoutes({ desks, forms, acts, calls }: { desks: DeskService; forms: FormService; acts: ActService; calls: CallNowService }): RoutePlugin {
  return (app) => {
    app.get('/api/desk', { config, schema: { tags, response: { 200: desk } } }, (request) => desks.readDesk(personOf(request).id))
    app.get('/api/desk/calls', { config: { access: SUPERVISION }, schema: { tags, response: { 200: z.array(callUnderWay) } } }, () => desks.listCallsUnderWay())
    app.get('/api/desk/calls/:sid', { config, schema: { tags, params, response: { 200: deskPop } } }, (request) =>
      desks.readCall(request.params.sid, principalOf(request)),
    )
    app.post(
      '/api/desk/calls/:sid/acts',
      { config, schema: { tags, params, body: deskAct, response: { 204: z.undefined().describe('Done') } } },
      async (request, reply) => {
        await acts.perform(request.params.sid, personOf(request), request.body)
        return reply.code(204).send()
      },
    )
    app.post(
      '/api/cases/:number/call',
      { config, schema: { tags, params: z.object({ number: z.string().max(20) }), body: callNow, response: { 202: outboundCall } } },
      async (request, reply) => reply.code(202).send(await calls.callNow(request.params.number, personOf(request), request.body)),
    )
    app.get('/api/desk/forms/:sid', { config, schema: { tags, params, response: { 200: deskForm } } }, (request) =>
      forms.readForm(request.params.sid, personOf(request).id),
    )
    app.put('/api/desk/forms/:sid', { config, schema: { tags, params, body: deskFormSave, response: { 200: deskForm } } }, (request) =>
      forms.saveForm(request.params.sid, personOf(request).id, request.body),
    )
    app.post('/api/desk/forms/:sid/submit', { config, schema: { tags, params, body: deskFormSubmit, response: { 200: deskForm } } }, (request) =>
      forms.submitForm(request.params.sid, personOf(request).id, request.body),
    )
  }
}

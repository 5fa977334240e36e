import { z } from 'zod'
import type { RoutePlugin } from '../http/app.ts'
import { newPhoneNumber, phoneNumber, phoneNumberChange, site } from '../schemas/numbers.ts'
import { STAFF } from '../schemas/people.ts'
import type { NumbersService } from './service.ts'

const tags = ['numbers']
const params = z.object({ number: z.string().max(40) })

export function numbersRoutes({ numbers }: { numbers: NumbersService }): RoutePlugin {
  return (app) => {
    app.get('/api/numbers', { config: { access: STAFF }, schema: { tags, response: { 200: z.array(phoneNumber) } } }, () => numbers.listNumbers())
    app.post(
      '/api/numbers',
      { config: { access: ['admin'] }, schema: { tags, body: newPhoneNumber, response: { 201: phoneNumber } } },
      async (request, reply) => reply.code(201).send(await numbers.createNumber(request.body)),
    )
    app.patch(
      '/api/numbers/:number',
      { config: { access: ['admin'] }, schema: { tags, params, body: phoneNumberChange, response: { 200: phoneNumber } } },
      (request) => numbers.changeNumber(request.params.number, request.body),
    )
    app.delete(
      '/api/numbers/:number',
      { config: { access: ['admin'] }, schema: { tags, params, response: { 204: z.undefined().describe('Gone') } } },
      async (request, reply) => {
        await numbers.deleteNumber(request.params.number)
        return reply.code(204).send()
      },
    )
    app.get('/api/sites', { config: { access: STAFF }, schema: { tags, response: { 200: z.array(site) } } }, () => numbers.listSites())
  }
}

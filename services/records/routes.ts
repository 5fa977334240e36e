import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { principalOf } from '../http/access.ts'
import type { RoutePlugin } from '../http/app.ts'
import {
  contactPointChange,
  customerChange,
  customerDetail,
  customerFilter,
  customerRow,
  newContactPoint,
  newCustomer,
  newCustomerNote,
} from '../schemas/customers.ts'
import { STAFF } from '../schemas/people.ts'
import type { CustomerContacts } from './contacts/store.ts'
import type { CustomerRecords } from './store.ts'

const tags = ['customers']
const params = z.object({ id: z.uuid() })
const config = { access: STAFF }

export function customerRoutes({ customers, contacts }: { customers: CustomerRecords; contacts: CustomerContacts }): RoutePlugin {
  return (app) => {
    app.get('/api/customers', { config, schema: { tags, querystring: customerFilter, response: { 200: z.array(customerRow) } } }, (request) =>
      customers.listCustomers(request.query),
    )
    app.post('/api/customers', { config, schema: { tags, body: newCustomer, response: { 201: customerDetail } } }, async (request, reply) =>
      reply.code(201).send(await customers.createCustomer(request.body)),
    )
    app.get('/api/customers/:id', { config, schema: { tags, params, response: { 200: customerDetail } } }, (request) =>
      customers.getCustomer(request.params.id),
    )
    app.patch('/api/customers/:id', { config, schema: { tags, params, body: customerChange, response: { 200: customerDetail } } }, (request) =>
      customers.changeCustomer(request.params.id, request.body),
    )
    app.post(
      '/api/customers/:id/contact-points',
      { config, schema: { tags, params, body: newContactPoint, response: { 201: customerDetail } } },
      async (request, reply) => reply.code(201).send(await customers.getCustomer(await contacts.addContactPoint(request.params.id, request.body))),
    )
    app.patch('/api/contact-points/:id', { config, schema: { tags, params, body: contactPointChange, response: { 200: customerDetail } } }, async (request) =>
      customers.getCustomer(await contacts.changeContactPoint(request.params.id, request.body)),
    )
    app.post(
      '/api/customers/:id/notes',
      { config, schema: { tags, params, body: newCustomerNote, response: { 201: customerDetail } } },
      async (request, reply) =>
        reply.code(201).send(await customers.getCustomer(await contacts.addNote(request.params.id, request.body.text, personIdOf(request)))),
    )
  }
}

/** Null: a program does it. */
function personIdOf(request: FastifyRequest): string | null {
  const principal = principalOf(request)
  return principal.kind === 'person' ? principal.id : null
}

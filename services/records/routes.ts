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
  newMerge,
  timeline,
  timelineFilter,
} from '../schemas/customers.ts'
import { STAFF } from '../schemas/people.ts'
import type { CustomerContacts } from './contacts/store.ts'
import type { CustomerMerges, Doer } from './merges/store.ts'
import type { NoteReading } from './readings/store.ts'
import type { CustomerRecords } from './store.ts'
import type { CustomerTimeline } from './timeline/store.ts'

const tags = ['customers']
const params = z.object({ id: z.uuid() })
const config = { access: STAFF }
const shown = { 200: customerDetail }
const made = { 201: customerDetail }

export type RecordParts = {
  customers: CustomerRecords
  contacts: CustomerContacts
  merges: CustomerMerges
  getTimeline: CustomerTimeline
  noteReading: NoteReading
}

/** Whatever is done with a record answers with the record, and to see it is written down. */
export function customerRoutes({ customers, contacts, merges, getTimeline, noteReading }: RecordParts): RoutePlugin {
  const show = async (request: FastifyRequest, id: string) => {
    const record = await customers.getCustomer(id)
    await noteReading(id, doerOf(request).actor)
    return record
  }
  return (app) => {
    app.get('/api/customers', { config, schema: { tags, querystring: customerFilter, response: { 200: z.array(customerRow) } } }, (request) =>
      customers.listCustomers(request.query),
    )
    app.post('/api/customers', { config, schema: { tags, body: newCustomer, response: made } }, async (request, reply) =>
      reply.code(201).send(await show(request, await customers.createCustomer(request.body))),
    )
    app.get('/api/customers/:id', { config, schema: { tags, params, response: shown } }, async (request) => show(request, request.params.id))
    app.patch('/api/customers/:id', { config, schema: { tags, params, body: customerChange, response: shown } }, async (request) => {
      await customers.changeCustomer(request.params.id, request.body)
      return show(request, request.params.id)
    })
    app.get('/api/customers/:id/timeline', { config, schema: { tags, params, querystring: timelineFilter, response: { 200: timeline } } }, async (request) => {
      const page = await getTimeline(request.params.id, request.query)
      await noteReading(request.params.id, doerOf(request).actor)
      return page
    })
    app.post('/api/customers/:id/contact-points', { config, schema: { tags, params, body: newContactPoint, response: made } }, async (request, reply) => {
      await contacts.addContactPoint(request.params.id, request.body)
      return reply.code(201).send(await show(request, request.params.id))
    })
    app.patch('/api/contact-points/:id', { config, schema: { tags, params, body: contactPointChange, response: shown } }, async (request) =>
      show(request, await contacts.changeContactPoint(request.params.id, request.body)),
    )
    app.post('/api/customers/:id/notes', { config, schema: { tags, params, body: newCustomerNote, response: made } }, async (request, reply) => {
      await contacts.addNote(request.params.id, request.body.text, doerOf(request).personId)
      return reply.code(201).send(await show(request, request.params.id))
    })
    app.post('/api/customers/:id/merges', { config, schema: { tags, params, body: newMerge, response: made } }, async (request, reply) => {
      await merges.merge(request.params.id, request.body, doerOf(request))
      return reply.code(201).send(await show(request, request.params.id))
    })
    app.post('/api/merges/:id/undo', { config, schema: { tags, params, response: shown } }, async (request) =>
      show(request, await merges.undo(request.params.id, doerOf(request))),
    )
  }
}

/** A program has no person. */
function doerOf(request: FastifyRequest): Doer {
  const { kind, id } = principalOf(request)
  return kind === 'person' ? { personId: id, actor: id } : { personId: null, actor: `key:${id}` }
}

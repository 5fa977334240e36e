import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { personOf, principalOf } from '../http/access.ts'
import type { RoutePlugin } from '../http/app.ts'
import { caseChange, caseDetail, caseFilter, caseList, caseMove, newAcknowledgement, newCase, newNote } from '../schemas/cases.ts'
import { STAFF } from '../schemas/people.ts'
import { pyramid } from '../schemas/pyramid.ts'
import type { IntakeService } from './intake/service.ts'
import type { MoveService } from './moves/service.ts'
import type { PyramidReader } from './pyramid/service.ts'
import type { CaseReader } from './service.ts'

const tags = ['cases']
const config = { access: STAFF }
const params = z.object({ number: z.string().max(20) })
const changed = { 200: caseDetail }

/** Null: a program. */
export const readerOf = (request: FastifyRequest): string | null => {
  const principal = principalOf(request)
  return principal.kind === 'person' ? principal.id : null
}

export type CaseParts = { reader: CaseReader; intake: IntakeService; moves: MoveService; readPyramid: PyramidReader }

/** Each change answers with the case as it stands then. */
export function caseRoutes({ reader, intake, moves, readPyramid }: CaseParts): RoutePlugin {
  return (app) => {
    app.get('/api/cases', { config, schema: { tags, querystring: caseFilter, response: { 200: caseList } } }, (request) =>
      reader.listCases(request.query, readerOf(request)),
    )
    app.get('/api/pyramid', { config, schema: { tags, response: { 200: pyramid } } }, () => readPyramid())
    app.get('/api/cases/:number', { config, schema: { tags, params, response: changed } }, (request) =>
      reader.getCase(request.params.number, readerOf(request)),
    )
    app.post('/api/cases', { config, schema: { tags, body: newCase, response: { 201: caseDetail } } }, async (request, reply) => {
      const number = await intake.createCase(readerOf(request), request.body)
      return reply.code(201).send(await reader.getCase(number, readerOf(request)))
    })
    app.patch('/api/cases/:number', { config, schema: { tags, params, body: caseChange, response: changed } }, async (request) => {
      await intake.changeCase(request.params.number, readerOf(request), request.body)
      return reader.getCase(request.params.number, readerOf(request))
    })
    app.post('/api/cases/next', { config, schema: { tags, response: changed } }, async (request) => {
      const { id } = personOf(request)
      return reader.getCase(await moves.takeNext(id), id)
    })
    app.post('/api/cases/:number/moves', { config, schema: { tags, params, body: caseMove, response: changed } }, async (request) => {
      const { id } = personOf(request)
      await moves.move(request.params.number, id, request.body)
      return reader.getCase(request.params.number, id)
    })
    app.post('/api/cases/:number/acknowledgement', { config, schema: { tags, params, body: newAcknowledgement, response: changed } }, async (request) => {
      const { id } = personOf(request)
      await intake.acknowledge(request.params.number, id, request.body)
      return reader.getCase(request.params.number, id)
    })
    app.post('/api/cases/:number/notes', { config, schema: { tags, params, body: newNote, response: changed } }, async (request) => {
      const { id } = personOf(request)
      await intake.addNote(request.params.number, id, request.body.text)
      return reader.getCase(request.params.number, id)
    })
  }
}

import { z } from 'zod'
import type { RoutePlugin } from '../http/app.ts'
import { level, newPerson, person, personChange, STAFF } from '../schemas/people.ts'
import type { PeopleService } from './service.ts'

const tags = ['people']
const params = z.object({ id: z.uuid() })

export function peopleRoutes({ people }: { people: PeopleService }): RoutePlugin {
  return (app) => {
    app.get('/api/people', { config: { access: ['admin', 'supervisor'] }, schema: { tags, response: { 200: z.array(person) } } }, () => people.listPeople())
    app.post('/api/people', { config: { access: ['admin'] }, schema: { tags, body: newPerson, response: { 201: person } } }, async (request, reply) =>
      reply.code(201).send(await people.createPerson(request.body)),
    )
    app.patch('/api/people/:id', { config: { access: ['admin'] }, schema: { tags, params, body: personChange, response: { 200: person } } }, (request) =>
      people.changePerson(request.params.id, request.body),
    )
    app.delete(
      '/api/people/:id/sessions',
      { config: { access: ['admin'] }, schema: { tags, params, response: { 204: z.undefined().describe('Signed out everywhere') } } },
      async (request, reply) => {
        await people.endSessionsOf(request.params.id)
        return reply.code(204).send()
      },
    )
    app.get('/api/levels', { config: { access: STAFF }, schema: { tags, response: { 200: z.array(level) } } }, () => people.listLevels())
  }
}

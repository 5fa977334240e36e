import { z } from 'zod'
import type { RoutePlugin } from '../http/app.ts'
import { directoryEntry, directoryEntryInput, directoryFilter, newUnmet, unmetRow } from '../schemas/directory.ts'
import { STAFF, SUPERVISION } from '../schemas/people.ts'
import type { DirectoryService } from './service.ts'

const tags = ['directory']
const read = { access: STAFF }
const write = { access: SUPERVISION }
const params = z.object({ id: z.uuid() })

export function directoryRoutes({ directory }: { directory: DirectoryService }): RoutePlugin {
  return (app) => {
    app.get('/api/directory', { config: read, schema: { tags, querystring: directoryFilter, response: { 200: z.array(directoryEntry) } } }, (request) =>
      directory.listEntries(request.query),
    )
    app.post('/api/directory', { config: write, schema: { tags, body: directoryEntryInput, response: { 201: directoryEntry } } }, async (request, reply) =>
      reply.code(201).send(await directory.createEntry(request.body)),
    )
    app.put('/api/directory/:id', { config: write, schema: { tags, params, body: directoryEntryInput, response: { 200: directoryEntry } } }, (request) =>
      directory.replaceEntry(request.params.id, request.body),
    )
    app.delete('/api/directory/:id', { config: write, schema: { tags, params, response: { 204: z.undefined().describe('Gone') } } }, async (request, reply) => {
      await directory.deleteEntry(request.params.id)
      return reply.code(204).send()
    })
    app.get('/api/directory/unmet', { config: read, schema: { tags, response: { 200: z.array(unmetRow) } } }, () => directory.listUnmet())
    app.post(
      '/api/directory/unmet',
      { config: read, schema: { tags, body: newUnmet, response: { 204: z.undefined().describe('Written down') } } },
      async (request, reply) => {
        await directory.addUnmet(request.body)
        return reply.code(204).send()
      },
    )
  }
}

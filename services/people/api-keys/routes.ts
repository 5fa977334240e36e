import { z } from 'zod'
import type { RoutePlugin } from '../../http/app.ts'
import { apiKey, createdApiKey, newApiKey } from '../../schemas/people.ts'
import type { ApiKeyService } from './service.ts'

const tags = ['api keys']
const config = { access: ['admin'] } as const

export function apiKeyRoutes({ apiKeys }: { apiKeys: ApiKeyService }): RoutePlugin {
  return (app) => {
    app.get('/api/api-keys', { config, schema: { tags, response: { 200: z.array(apiKey) } } }, () => apiKeys.listApiKeys())
    app.post('/api/api-keys', { config, schema: { tags, body: newApiKey, response: { 201: createdApiKey } } }, async (request, reply) =>
      reply.code(201).send(await apiKeys.createApiKey(request.body)),
    )
    app.delete(
      '/api/api-keys/:id',
      { config, schema: { tags, params: z.object({ id: z.uuid() }), response: { 204: z.undefined().describe('Revoked') } } },
      async (request, reply) => {
        await apiKeys.revokeApiKey(request.params.id)
        return reply.code(204).send()
      },
    )
  }
}

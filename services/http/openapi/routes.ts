import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { SESSION_COOKIE, type Access } from '../access.ts'
import type { App } from '../app.ts'
import { toOperation } from './document.ts'

/** Collects every route that is added after it. */
export async function addOpenApi(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Nightline', version, description: 'An open phone-support line. Refusals are RFC 9457 problems; their codes are in docs/errors.md.' },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, begins with nl_' },
        },
      },
    },
    transform: toOperation,
  })
}

export async function addDocsPages(app: App): Promise<void> {
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async (_, reply) => reply.type('application/json').send(app.swagger()))
  await app.register(async (scope) => {
    declareAccess(scope, 'public')
    await scope.register(swaggerUi, { routePrefix: '/docs', uiConfig: { deepLinking: true, docExpansion: 'list' } })
  })
}

/** For routes that a plugin adds by itself. */
function declareAccess(scope: App, access: Access): void {
  scope.addHook('onRoute', (route) => {
    route.config = { ...route.config, access }
  })
}

/** The text of docs/openapi.json: `npm run openapi` writes it, a test compares. */
export async function openApiDocument(app: App): Promise<string> {
  await app.ready()
  return `${JSON.stringify(app.swagger(), null, 2)}\n`
}

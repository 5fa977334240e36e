import { existsSync } from 'node:fs'
import { join, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'

const NOT_FOR_THE_PAGE = /^\/(api|webhooks|docs|assets|livez|readyz|metrics|openapi\.json)(\/|$|\?)/
const WIDGET = 'widget.js'
const NOT_BUILT = 'The page is not built yet. npm start builds it\n'

/** The dashboard's files; hashed ones may be kept for ever, index.html never. */
export async function addPage(app: App, dir: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: dir,
    serve: false,
    suppressWarning: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isWidget = path === join(dir, WIDGET)
      // It stands on pages of other sites, under a name that never changes: an hour, then it is asked for again.
      if (isWidget) reply.header('cross-origin-resource-policy', 'cross-origin')
      reply.header(
        'cache-control',
        isWidget ? 'public, max-age=3600' : path.startsWith(join(dir, 'assets') + sep) ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
    },
  })
  app.get('/', { config: { access: 'public' }, schema: { hide: true } }, (_, reply) => {
    sendPage(reply, dir)
  })
  app.get<{ Params: { '*': string } }>('/*', { config: { access: 'public' }, schema: { hide: true } }, (request, reply) => {
    const path = request.params['*']
    // The reply is not returned: what is missing goes on to the not-found handler, and Fastify would wait for it once more each time.
    if (isForThePage(request) || path.startsWith('assets/')) void reply.sendFile(path)
    else reply.callNotFound()
  })
}

/** For unknown paths: the page's own router answers those that a browser asks for. False = it is nobody's. */
export function wantsPage(request: FastifyRequest): boolean {
  return request.method === 'GET' && isForThePage(request) && (request.headers.accept ?? '').includes('text/html')
}

export function sendPage(reply: FastifyReply, dir: string): void {
  if (existsSync(join(dir, 'index.html'))) void reply.code(200).sendFile('index.html')
  else void reply.code(503).type('text/plain').send(NOT_BUILT)
}

function isForThePage(request: FastifyRequest): boolean {
  return !NOT_FOR_THE_PAGE.test(request.url)
}

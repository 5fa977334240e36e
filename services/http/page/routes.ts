import { existsSync } from 'node:fs'
import { join, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'

const NOT_FOR_THE_PAGE = /^\/(api|webhooks|docs|assets|livez|readyz|metrics|openapi\.json)(\/|$|\?)/
const NOT_BUILT = 'The page is not built yet. Run: npm run build\n'

/** The dashboard's files; hashed ones may be kept for ever, index.html never. */
export async function addPage(app: App, dir: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: dir, serve: false, suppressWarning: true, cacheControl: false,
    setHeaders: (reply, path) => void reply.header('cache-control', path.startsWith(join(dir, 'assets') + sep) ? 'public, max-age=31536000, immutable' : 'no-cache'),
  })
  app.get('/', { config: { access: 'public' }, schema: { hide: true } }, (_, reply) => sendPage(reply, dir))
  app.get<{ Params: { '*': string } }>('/*', { config: { access: 'public' }, schema: { hide: true } }, (request, reply) => {
    const path = request.params['*']
    return isForThePage(request) || path.startsWith('assets/') ? reply.sendFile(path) : reply.callNotFound()
  })
}

/** For unknown paths: the page's own router answers those that a browser asks for. False = it is nobody's. */
export function wantsPage(request: FastifyRequest): boolean {
  return request.method === 'GET' && isForThePage(request) && (request.headers.accept ?? '').includes('text/html')
}

export function sendPage(reply: FastifyReply, dir: string): FastifyReply {
  if (!existsSync(join(dir, 'index.html'))) return reply.code(503).type('text/plain').send(NOT_BUILT)
  return reply.code(200).sendFile('index.html')
}

function isForThePage(request: FastifyRequest): boolean {
  return !NOT_FOR_THE_PAGE.test(request.url)
}

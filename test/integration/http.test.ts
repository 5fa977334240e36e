import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { RoutePlugin } from '../../services/http/app.ts'
import { openApiDocument } from '../../services/http/openapi/routes.ts'
import { accessServer, browser, signedIn, type AccessServer, type AccessServerOptions } from '../support/access.ts'

let line: AccessServer | undefined
async function start(options: AccessServerOptions = {}): Promise<AccessServer> {
  line = await accessServer(options)
  return line
}
afterEach(async () => {
  await line?.close()
  line = undefined
})

const breaking: RoutePlugin = (app) => {
  app.get('/api/broken', { config: { access: 'public' } }, () => {
    throw new Error('no route to +493023125400')
  })
  app.get('/api/lying', { config: { access: 'public' }, schema: { response: { 200: z.object({ n: z.number() }) } } }, () => ({ n: 'secret' }) as never)
  app.post('/api/echo', { config: { access: 'public' }, schema: { body: z.object({ text: z.string() }) } }, (request) => request.body)
  app.post('/webhooks/twilio/voice', { config: { access: 'signed' } }, () => 'ok')
}

describe('start-up', () => {
  it('fails on a route that does not say who may call it', async () => {
    const { app } = await start({ routes: [(scope) => void scope.get('/api/forgotten', () => 'secret')] })
    await expect(app.ready()).rejects.toThrow('Routes without config.access (who may call them?): GET /api/forgotten')
  })
})

describe('health', () => {
  it('names the failing part, and not why', async () => {
    const { app, logged } = await start({
      checks: {
        database: async () => 1,
        queue: async () => {
          throw new Error('secret reason')
        },
      },
    })
    const { ask } = browser(app)
    expect((await ask('GET', '/livez')).body).toEqual({ status: 'alive' })
    expect(await ask('GET', '/readyz')).toMatchObject({
      status: 503,
      body: {
        status: 'not ready',
        parts: [
          { name: 'database', isReady: true },
          { name: 'queue', isReady: false, problem: 'fails; the log says why' },
        ],
      },
    })
    expect(logged.join('')).toContain('secret reason')
  })

  it('does not wait for a part that hangs', async () => {
    const { app } = await start({ checks: { telephony: () => new Promise(() => undefined) } })
    expect((await browser(app).ask('GET', '/readyz')).body.parts[0].problem).toBe('no answer within 2000 ms')
  })

  it('is ready when all parts are', async () => {
    const { app } = await start({ checks: { database: async () => 1 } })
    expect(await browser(app).ask('GET', '/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } })
  })

  it('shows measurements by route to admins', async () => {
    const server = await start()
    const admin = await signedIn(server, { role: 'admin' })
    await admin.ask('GET', '/api/levels')
    expect((await admin.ask('GET', '/metrics')).body).toMatch(/nightline_http_request_seconds_count\{route="\/api\/levels",method="GET",status="200"\} 1/)
    expect((await browser(server.app).ask('GET', '/metrics')).status).toBe(401)
  })
})

describe('errors', () => {
  it('are problems; what broke stays in the log, without numbers', async () => {
    const { app, logged } = await start({ routes: [breaking] })
    const { ask } = browser(app)
    const broken = await ask('GET', '/api/broken')
    expect(broken).toMatchObject({ status: 500, body: { code: 'INTERNAL', requestId: broken.headers['x-request-id'] } })
    expect(broken.headers['content-type']).toContain('application/problem+json')
    expect(logged.join('')).toContain('no route to +49***00')
    expect(logged.join('')).not.toContain('23125400')
    expect(JSON.stringify((await ask('GET', '/api/lying')).body)).not.toContain('secret')
    expect((await ask('POST', '/api/echo', { text: 1 })).body).toMatchObject({ code: 'INVALID_INPUT', faults: [{ place: 'body.text' }] })
    expect((await ask('POST', '/api/echo', { text: 'x'.repeat(300_000) })).body.code).toBe('BODY_TOO_LARGE')
    expect((await app.inject({ method: 'POST', url: '/api/echo', payload: '{', headers: { 'content-type': 'application/json' } })).json().code).toBe(
      'BAD_REQUEST',
    )
    expect((await app.inject({ method: 'POST', url: '/api/echo', payload: '<a/>', headers: { 'content-type': 'text/xml' } })).json().code).toBe(
      'MEDIA_TYPE_UNKNOWN',
    )
  })

  it('answer unknown paths under /api with 404, also to browsers', async () => {
    const { app } = await start()
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      expect(await browser(app).ask(method, '/api/nothing?token=abc', undefined, { accept: 'text/html' })).toMatchObject({
        status: 404,
        body: { code: 'ROUTE_NOT_FOUND', values: { method, path: '/api/nothing?token=***' } },
      })
    }
  })

  it('hide tokens and numbers of URLs in the log', async () => {
    const { app, logged } = await start()
    await browser(app).ask('GET', `/api/links/${'s'.repeat(43)}`)
    await browser(app).ask('GET', '/api/numbers/493023125100')
    await browser(app, 'nl_keykeykey').ask('GET', '/api/levels')
    expect(logged.join('')).not.toMatch(/sssss|3023125|keykeykey/)
    expect(logged.join('')).toContain('/api/links/***')
  })
})

describe('limits', () => {
  it('count persons and addresses apart, and never webhooks', async () => {
    const server = await start({ routes: [breaking], requestsPerMinute: 3 })
    const admin = await signedIn(server, { role: 'admin' })
    const statuses = async (ask: () => Promise<{ status: number }>) => [await ask(), await ask(), await ask(), await ask()].map(({ status }) => status)
    expect(await statuses(() => admin.ask('GET', '/api/levels'))).toEqual([200, 200, 200, 429])
    expect((await statuses(() => browser(server.app).ask('GET', '/livez'))).at(-1)).toBe(429)
    expect(await statuses(() => browser(server.app).ask('POST', '/webhooks/twilio/voice'))).toEqual([200, 200, 200, 200])
    expect((await browser(server.app).ask('GET', '/livez')).headers['retry-after']).toBeDefined()
  })
})

describe('the page', () => {
  it('is served with its own paths, hashed files for ever, and strict headers', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'nightline page '))
    await mkdir(join(dir, 'assets'))
    await writeFile(join(dir, 'index.html'), '<!doctype html>page')
    await writeFile(join(dir, 'assets', 'main-abc123.js'), 'export {}')
    await writeFile(join(dir, '..', 'secret-beside.txt'), 'secret')
    const { app } = await start({ pageDir: dir })
    const { ask } = browser(app)
    const html = { accept: 'text/html' }
    for (const path of ['/', '/calls/CA1', '/welcome?token=abc']) expect((await ask('GET', path, undefined, html)).body).toContain('page')
    const { headers } = await ask('GET', '/', undefined, html)
    expect(headers['cache-control']).toBe('no-cache')
    expect(headers['content-security-policy']).toMatch(
      /default-src 'self';script-src 'self';style-src 'self' 'unsafe-inline';.*connect-src 'self' wss:\/\/line\.example;.*frame-ancestors 'none'/,
    )
    expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' })
    expect((await ask('GET', '/assets/main-abc123.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect((await ask('GET', '/assets/old-000.js', undefined, html)).status).toBe(404)
    expect((await ask('GET', '/calls/CA1', undefined, { accept: 'application/json' })).status).toBe(404)
    expect((await ask('GET', '/..%2fsecret-beside.txt')).body).not.toBe('secret')
    await rm(dir, { recursive: true })
  })

  it('says how to build it when it is not there', async () => {
    const { app } = await start()
    expect(await browser(app).ask('GET', '/', undefined, { accept: 'text/html' })).toMatchObject({
      status: 503,
      body: expect.stringContaining('npm start builds it'),
    })
  })
})

describe('the documents', () => {
  it('hold every route of the API with who may call it, and the docs page needs no foreign script', async () => {
    const { app, server } = await start()
    const text = await openApiDocument(app)
    const { openapi, paths } = JSON.parse(text)
    expect(openapi).toBe('3.1.0')
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    )
    const own = server
      .routes()
      .filter(({ path }) => path.startsWith('/api/') && path !== '/api/live')
      .map(({ method, path }) => `${method} ${path}`)
    expect(documented).toEqual(expect.arrayContaining(own))
    expect(paths['/api/people'].post.description).toBe('Roles: admin.')
    expect((await browser(app).ask('GET', '/openapi.json')).body.paths).toEqual(paths)
    const docs = await browser(app).ask('GET', '/docs/')
    expect(docs.status).toBe(200)
    expect(docs.body).not.toMatch(/<script>|https?:\/\/(?!line)/)
  })
})

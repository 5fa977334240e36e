import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { z } from 'zod'
import { principalOf } from '../http/access.ts'
import type { RoutePlugin } from '../http/app.ts'
import { STAFF, SUPERVISION } from '../schemas/people.ts'
import type { RecordingService } from './service.ts'

const tags = ['calls']
const params = z.object({ sid: z.string().regex(/^RE[0-9a-f]{32}$/, 'a recording, e.g. RE0123456789abcdef0123456789abcdef') })

export function recordingRoutes({ recordings }: { recordings: RecordingService }): RoutePlugin {
  return (app) => {
    app.get(
      '/api/recordings/:sid/audio',
      {
        config: { access: STAFF },
        schema: { tags, params, response: { 200: z.any().describe('The sound'), 206: z.any().describe('The part that the header Range asked for') } },
      },
      async (request, reply) => {
        const sound = await recordings.play(request.params.sid, request.headers.range, principalOf(request))
        reply.code(sound.status).header('content-type', sound.contentType).header('content-disposition', 'inline')
        for (const [name, value] of Object.entries(sound.headers)) reply.header(name, value)
        return reply.send(Readable.fromWeb(sound.body as ReadableStream))
      },
    )
    app.delete(
      '/api/recordings/:sid',
      { config: { access: SUPERVISION }, schema: { tags, params, response: { 204: z.undefined().describe('Gone here, and soon at the provider') } } },
      async (request, reply) => {
        await recordings.remove(request.params.sid, principalOf(request))
        return reply.code(204).send()
      },
    )
  }
}

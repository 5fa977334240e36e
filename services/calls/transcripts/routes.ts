import { z } from 'zod'
import type { RoutePlugin } from '../../http/app.ts'
import { STAFF } from '../../schemas/people.ts'

const params = z.object({ sid: z.string().max(64) })

/** A call as a file for `flows test`: what somebody has just tried on the phone stays tried. */
export function transcriptRoutes({ transcriptOf }: { transcriptOf: (sid: string) => Promise<{ source: string }> }): RoutePlugin {
  return (app) => {
    app.get('/api/calls/:sid/transcript', { config: { access: STAFF }, schema: { tags: ['calls'], params } }, async (request, reply) =>
      reply.type('application/yaml; charset=utf-8').send((await transcriptOf(request.params.sid)).source),
    )
  }
}

import { z } from 'zod'
import { principalOf } from '../../http/access.ts'
import type { RoutePlugin } from '../../http/app.ts'
import { caseDetail, newCaseMessage, type CaseDetail } from '../../schemas/cases.ts'
import { STAFF } from '../../schemas/people.ts'
import type { WrittenService } from './service.ts'

export type WrittenRoutesOptions = { written: WrittenService; getCase: (number: string, readerId: string | null) => Promise<CaseDetail> }

/** Messages that agents send; the answer is the case, with the message among what goes out. */
export function writtenRoutes({ written, getCase }: WrittenRoutesOptions): RoutePlugin {
  const params = z.object({ number: z.string().max(20) })
  return (app) => {
    const schema = { tags: ['cases'], params, body: newCaseMessage, response: { 201: caseDetail } }
    app.post('/api/cases/:number/messages', { config: { access: STAFF }, schema }, async (request, reply) => {
      const principal = principalOf(request)
      const person = principal.kind === 'person' ? principal.id : null
      await written.send(request.params.number, person, request.body)
      return reply.code(201).send(await getCase(request.params.number, person))
    })
  }
}

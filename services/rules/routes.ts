import { z } from 'zod'
import { checkAccess, personOf, principalOf } from '../http/access.ts'
import type { RoutePlugin } from '../http/app.ts'
import { STAFF, SUPERVISION } from '../schemas/people.ts'
import { answerUse, newRule, ruleKind, ruleView } from '../schemas/rules.ts'
import type { RuleService } from './service.ts'

const tags = ['rules']
const params = z.object({ kind: ruleKind, key: z.string().max(60) })
/** Whoever supervises writes scripts and templates; how cases climb and what is recorded is for admins. */
const BY_SUPERVISION: ReadonlySet<string> = new Set(['reason', 'template'])

export function ruleRoutes({ rules }: { rules: RuleService }): RoutePlugin {
  return (app) => {
    app.get(
      '/api/rules/:kind',
      { config: { access: STAFF }, schema: { tags, params: params.pick({ kind: true }), response: { 200: z.array(ruleView) } } },
      (request) => rules.listRules(request.params.kind),
    )
    app.get('/api/rules/:kind/:key/versions', { config: { access: STAFF }, schema: { tags, params, response: { 200: z.array(ruleView) } } }, (request) =>
      rules.listVersions(request.params),
    )
    app.post(
      '/api/rules/reason/:key/answers/:answer/uses',
      {
        config: { access: STAFF },
        schema: {
          tags,
          params: z.object({ key: z.string().max(60), answer: z.string().max(60) }),
          body: answerUse,
          response: { 204: z.undefined().describe('Counted') },
        },
      },
      async (request, reply) => {
        await rules.noteAnswer(request.params.key, request.params.answer, request.body.callSid, personOf(request).id)
        return reply.code(204).send()
      },
    )
    app.put('/api/rules/:kind/:key', { config: { access: SUPERVISION }, schema: { tags, params, body: newRule, response: { 200: ruleView } } }, (request) => {
      const by = principalOf(request)
      if (!BY_SUPERVISION.has(request.params.kind)) checkAccess(['admin'], by)
      return rules.changeRule(request.params, request.body, by)
    })
  }
}

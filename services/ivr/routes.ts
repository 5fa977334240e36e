import { z } from 'zod'
import { principalOf } from '../http/access.ts'
import type { RoutePlugin } from '../http/app.ts'
import {
  checkedFlow,
  finding,
  flowChange,
  flowDetail,
  flowInfo,
  flowName,
  flowText,
  flowTraffic,
  flowVersion,
  newPublication,
  publication,
  rehearsal,
  rehearsalCall,
  rollback,
} from '../schemas/flows.ts'
import { STAFF } from '../schemas/people.ts'
import { rehearse } from './rehearsal/rehearse.ts'
import type { FlowService } from './service.ts'
import type { OutcomeOf } from './transcripts/compare.ts'

/** A flow of some hundred steps in a few languages. */
const bodyLimit = 262_144

const tags = ['flows']
const params = z.object({ flow: flowName })
/** A flow is what callers meet: who leads people may change it. */
const EDITORS = ['supervisor', 'manager', 'executive', 'admin'] as const

/** `outcomeOf`: how the line names what became of a call. */
export function flowRoutes({ flows, outcomeOf }: { flows: FlowService; outcomeOf: OutcomeOf }): RoutePlugin {
  return (app) => {
    const read = { access: STAFF }
    const edit = { access: EDITORS }
    app.get('/api/flows', { config: read, schema: { tags, response: { 200: z.array(flowInfo) } } }, () => flows.listFlows())
    app.get('/api/flows/:flow', { config: read, schema: { tags, params, response: { 200: flowDetail } } }, ({ params: { flow } }) => flows.getFlow(flow))
    app.get('/api/flows/:flow/publications', { config: read, schema: { tags, params, response: { 200: z.array(publication) } } }, ({ params: { flow } }) =>
      flows.listPublications(flow),
    )
    app.get(
      '/api/flows/:flow/versions/:version',
      { config: read, schema: { tags, params: params.extend({ version: flowVersion }), response: { 200: flowText } } },
      ({ params: { flow, version } }) => flows.getSource(flow, version),
    )
    app.get(
      '/api/flows/:flow/traffic',
      {
        config: read,
        schema: { tags, params, querystring: z.object({ days: z.coerce.number().int().min(1).max(31).default(7) }), response: { 200: flowTraffic } },
      },
      ({ params: { flow }, query: { days } }) => flows.getTraffic(flow, days),
    )
    app.post(
      '/api/flows/:flow/check',
      { config: read, bodyLimit, schema: { tags, params, body: flowText, response: { 200: checkedFlow } } },
      ({ params, body }) => flows.checkDraft(params.flow, body.source),
    )
    app.post(
      '/api/flows/:flow/compare',
      {
        config: read,
        bodyLimit,
        schema: { tags, params, body: flowText, response: { 200: z.object({ changes: z.array(flowChange), findings: z.array(finding) }) } },
      },
      ({ params: { flow }, body }) => flows.compareDraft(flow, body.source),
    )
    app.post(
      '/api/flows/:flow/rehearse',
      { config: read, bodyLimit, schema: { tags, params, body: rehearsalCall, response: { 200: rehearsal } } },
      async ({ params, body: { source, ...call } }) => rehearse((await flows.loadDraft(params.flow, source)).flow, call, outcomeOf),
    )
    app.post('/api/flows/:flow/publish', { config: edit, bodyLimit, schema: { tags, params, body: newPublication, response: { 200: flowInfo } } }, (request) =>
      flows.publishDraft(request.params.flow, request.body, personOf(request)),
    )
    app.post('/api/flows/:flow/rollback', { config: edit, schema: { tags, params, body: rollback, response: { 200: flowInfo } } }, (request) => {
      const personId = personOf(request)
      return flows.rollBack(request.params.flow, request.body, { by: 'page', ...(personId !== undefined && { personId }) })
    })
  }
}

function personOf(request: Parameters<typeof principalOf>[0]): string | undefined {
  const principal = principalOf(request)
  return principal.kind === 'person' ? principal.id : undefined
}

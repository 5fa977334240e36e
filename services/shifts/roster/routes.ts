import { z } from 'zod'
import { domainError } from '../../errors.ts'
import { principalOf, type Principal } from '../../http/access.ts'
import type { RoutePlugin } from '../../http/app.ts'
import { STAFF } from '../../schemas/people.ts'
import {
  addedShift,
  changedShift,
  copied,
  copyPeriod,
  coveredShift,
  newOverride,
  newSwap,
  override,
  period,
  publication,
  publicationRow,
  publish,
  roster as rosterShape,
  rosterDiff,
  rosterQuery,
  shiftChange,
} from '../../schemas/rosters.ts'
import { isPlanner, PLANNERS } from '../planners.ts'
import type { RosterService } from './service.ts'

const tags = ['roster']
const config = { access: PLANNERS }
const params = z.object({ id: z.uuid() })

export function rosterRoutes({ roster }: { roster: RosterService }): RoutePlugin {
  return (app) => {
    app.get(
      '/api/roster',
      {
        config: { access: [...STAFF, 'payroll'] },
        serializerCompiler: asItIs,
        schema: {
          tags,
          description: `The draft is for ${PLANNERS.join(', ')}; the others get the published roster.`,
          querystring: rosterQuery,
          response: { 200: rosterShape },
        },
      },
      (request) => {
        const who = principalOf(request)
        if (request.query.plan === 'draft' && !isPlanner(who.role)) throw notAllowed(who)
        return roster.getRoster(request.query, who.role)
      },
    )
    app.post('/api/roster/shifts', { config, schema: { tags, body: addedShift, response: { 201: changedShift } } }, async (request, reply) =>
      reply.code(201).send(await roster.createShift(request.body)),
    )
    app.patch('/api/roster/shifts/:id', { config, schema: { tags, params, body: shiftChange, response: { 200: changedShift } } }, (request) =>
      roster.changeShift(request.params.id, request.body),
    )
    app.delete(
      '/api/roster/shifts/:id',
      { config, schema: { tags, params, querystring: z.object({ version: z.coerce.number().int() }), response: { 204: z.undefined().describe('Gone') } } },
      async (request, reply) => {
        await roster.deleteShift(request.params.id, request.query.version)
        return reply.code(204).send()
      },
    )
    app.post('/api/roster/copy', { config, schema: { tags, body: copyPeriod, response: { 200: copied } } }, (request) => roster.copyPeriod(request.body))

    app.get('/api/roster/diff', { config, schema: { tags, querystring: period, response: { 200: rosterDiff } } }, (request) => roster.getDiff(request.query))
    app.post('/api/roster/publish', { config, schema: { tags, body: publish, response: { 200: publication } } }, (request) =>
      roster.publish(request.body, principalOf(request)),
    )
    app.get('/api/roster/publications', { config, schema: { tags, response: { 200: z.array(publicationRow) } } }, () => roster.listPublications())
    app.get(
      '/api/roster/publications/:version',
      { config, schema: { tags, params: z.object({ version: z.coerce.number().int().min(1).max(2_147_483_647) }), response: { 200: publication } } },
      (request) => roster.getPublication(request.params.version),
    )

    app.get('/api/overrides', { config, schema: { tags, querystring: period, response: { 200: z.array(override) } } }, (request) =>
      roster.listOverrides(request.query),
    )
    app.post(
      '/api/overrides',
      {
        config: { access: [...PLANNERS, 'agent'] },
        schema: {
          tags,
          description: 'An agent may take over himself what is left of a shift, and hears what he breaks himself; a guest may not.',
          body: newOverride,
          response: { 201: coveredShift },
        },
      },
      async (request, reply) => {
        const who = principalOf(request)
        const takesOver = who.kind === 'person' && who.id === request.body.personId
        if (!isPlanner(who.role) && !takesOver) throw notAllowed(who)
        return reply.code(201).send(await roster.createOverride(request.body, who))
      },
    )
    app.post('/api/swaps', { config, schema: { tags, body: newSwap, response: { 201: coveredShift } } }, async (request, reply) =>
      reply.code(201).send(await roster.createSwap(request.body, principalOf(request))),
    )
    app.delete('/api/overrides/:id', { config, schema: { tags, params, response: { 200: z.array(override) } } }, (request) =>
      roster.revokeOverride(request.params.id),
    )
  }
}

/** Thousands of shifts: they are built as their type says, and looking at each once more would take as long as reading them. */
function asItIs() {
  return (data: unknown) => JSON.stringify(data)
}

function notAllowed({ role }: Principal) {
  return domainError('ROLE_NOT_ALLOWED', { role, allowed: PLANNERS.join(', ') })
}

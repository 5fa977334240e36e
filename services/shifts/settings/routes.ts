import { z } from 'zod'
import type { RoutePlugin } from '../../http/app.ts'
import { STAFF } from '../../schemas/people.ts'
import { need, needChange, newNeed, newShiftType, shiftType, shiftTypeChange, skill, skillChange } from '../../schemas/planning.ts'
import type { RosterPartsService } from './service.ts'

const tags = ['roster settings']
const read = { access: STAFF }
const write = { access: ['supervisor', 'manager', 'admin'] } as const
const params = z.object({ id: z.uuid() })
const byKey = z.object({ key: z.string().max(40) })
const gone = z.undefined().describe('Gone')

export function rosterPartsRoutes({ parts }: { parts: RosterPartsService }): RoutePlugin {
  return (app) => {
    app.get('/api/shift-types', { config: read, schema: { tags, response: { 200: z.array(shiftType) } } }, () => parts.listShiftTypes())
    app.post('/api/shift-types', { config: write, schema: { tags, body: newShiftType, response: { 201: shiftType } } }, async (request, reply) =>
      reply.code(201).send(await parts.createShiftType(request.body)),
    )
    app.patch('/api/shift-types/:id', { config: write, schema: { tags, params, body: shiftTypeChange, response: { 200: shiftType } } }, (request) =>
      parts.changeShiftType(request.params.id, request.body),
    )

    app.get('/api/needs', { config: read, schema: { tags, response: { 200: z.array(need) } } }, () => parts.listNeeds())
    app.post('/api/needs', { config: write, schema: { tags, body: newNeed, response: { 201: need } } }, async (request, reply) =>
      reply.code(201).send(await parts.createNeed(request.body)),
    )
    app.patch('/api/needs/:id', { config: write, schema: { tags, params, body: needChange, response: { 200: need } } }, (request) =>
      parts.changeNeed(request.params.id, request.body),
    )
    app.delete('/api/needs/:id', { config: write, schema: { tags, params, response: { 204: gone } } }, async (request, reply) => {
      await parts.deleteNeed(request.params.id)
      return reply.code(204).send()
    })

    app.get('/api/skills', { config: read, schema: { tags, response: { 200: z.array(skill) } } }, () => parts.listSkills())
    app.post('/api/skills', { config: write, schema: { tags, body: skill, response: { 201: skill } } }, async (request, reply) =>
      reply.code(201).send(await parts.createSkill(request.body)),
    )
    app.patch('/api/skills/:key', { config: write, schema: { tags, params: byKey, body: skillChange, response: { 200: skill } } }, (request) =>
      parts.renameSkill(request.params.key, request.body.name),
    )
    app.delete('/api/skills/:key', { config: write, schema: { tags, params: byKey, response: { 204: gone } } }, async (request, reply) => {
      await parts.deleteSkill(request.params.key)
      return reply.code(204).send()
    })
  }
}

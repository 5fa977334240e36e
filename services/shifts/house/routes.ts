import { z } from 'zod'
import type { RoutePlugin } from '../../http/app.ts'
import { site } from '../../schemas/numbers.ts'
import { level, STAFF } from '../../schemas/people.ts'
import { levelChange, newSite, rosterSettings, rosterSettingsChange, siteChange } from '../../schemas/planning.ts'
import type { HouseService } from './service.ts'

const tags = ['roster settings']
const config = { access: ['admin'] } as const
const params = z.object({ id: z.uuid() })

export function houseRoutes({ house }: { house: HouseService }): RoutePlugin {
  return (app) => {
    app.post('/api/sites', { config, schema: { tags, body: newSite, response: { 201: site } } }, async (request, reply) =>
      reply.code(201).send(await house.createSite(request.body)),
    )
    app.patch('/api/sites/:id', { config, schema: { tags, params, body: siteChange, response: { 200: site } } }, (request) =>
      house.changeSite(request.params.id, request.body),
    )
    app.patch('/api/levels/:id', { config, schema: { tags, params, body: levelChange, response: { 200: level } } }, (request) =>
      house.changeLevel(request.params.id, request.body),
    )
    app.get('/api/roster-settings', { config: { access: STAFF }, schema: { tags, response: { 200: rosterSettings } } }, () => house.getSettings())
    app.patch('/api/roster-settings', { config, schema: { tags, body: rosterSettingsChange, response: { 200: rosterSettings } } }, (request) =>
      house.changeSettings(request.body),
    )
  }
}

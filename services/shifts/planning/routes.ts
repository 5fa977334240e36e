import { z } from 'zod'
import { personOf } from '../../http/access.ts'
import type { RoutePlugin } from '../../http/app.ts'
import { newPlan, planApplied, planRoster, planRun, planTakenBack } from '../../schemas/plans.ts'
import { PLANNERS } from '../planners.ts'
import type { PlanService } from './service.ts'

const tags = ['planning']
const config = { access: PLANNERS }
const params = z.object({ id: z.uuid() })
const answer = { tags, params, response: { 200: planRun } }

export function planRoutes({ plans }: { plans: PlanService }): RoutePlugin {
  return (app) => {
    app.get('/api/plans', { config, schema: { tags, response: { 200: z.array(planRun) } } }, () => plans.listPlans())
    app.post(
      '/api/plans',
      {
        config,
        schema: {
          tags,
          description: 'The planner begins by itself; a live note of type "plan" comes with each step.',
          body: newPlan,
          response: { 201: planRun },
        },
      },
      async (request, reply) => reply.code(201).send(await plans.createPlan(request.body, personOf(request).id)),
    )
    app.get('/api/plans/:id', { config, schema: answer }, (request) => plans.getPlan(request.params.id))
    app.post('/api/plans/:id/stop', { config, schema: answer }, (request) => plans.stop(request.params.id))
    app.post('/api/plans/:id/continue', { config, schema: answer }, (request) => plans.goOn(request.params.id))
    app.post('/api/plans/:id/cancel', { config, schema: answer }, (request) => plans.cancel(request.params.id))
    app.post(
      '/api/plans/:id/apply',
      {
        config,
        schema: {
          tags,
          description: 'Into the draft, all in one go; EDITED_MEANWHILE when somebody has changed the draft of the period since the run began.',
          params,
          response: { 200: planApplied },
        },
      },
      (request) => plans.apply(request.params.id, personOf(request)),
    )
    app.post(
      '/api/plans/:id/take-back',
      {
        config,
        schema: {
          tags,
          description: 'The draft as it was before the plan was applied, all in one go; PLAN_EDITED when somebody has changed the draft of the period since.',
          params,
          response: { 200: planTakenBack },
        },
      },
      (request) => plans.takeBack(request.params.id, personOf(request)),
    )
    app.get('/api/plans/:id/roster', { config, schema: { tags, params, response: { 200: planRoster } } }, (request) => plans.getRoster(request.params.id))
  }
}

import { z } from 'zod'
import { principalOf } from '../../http/access.ts'
import type { RoutePlugin } from '../../http/app.ts'
import { STAFF } from '../../schemas/people.ts'
import { board, dutyView, gap, onShiftAnswer, onShiftQuery, period } from '../../schemas/rosters.ts'
import type { OnShiftService } from './service.ts'

const tags = ['on shift']

export function onShiftRoutes({ onShift }: { onShift: OnShiftService }): RoutePlugin {
  return (app) => {
    app.get('/api/on-shift', { config: { access: STAFF }, schema: { tags, querystring: onShiftQuery, response: { 200: onShiftAnswer } } }, (request) =>
      onShift.getOnShift(request.query, principalOf(request).role),
    )
    app.get('/api/board', { config: { access: [...STAFF, 'guest'] }, schema: { tags, response: { 200: board } } }, (request) =>
      onShift.getBoard(principalOf(request).role),
    )
    app.get('/api/gaps', { config: { access: STAFF }, schema: { tags, querystring: period, response: { 200: z.array(gap) } } }, (request) =>
      onShift.listGaps(request.query),
    )
    app.get('/api/duties', { config: { access: STAFF }, schema: { tags, querystring: period, response: { 200: z.array(dutyView) } } }, (request) =>
      onShift.listDuties(request.query, principalOf(request).role),
    )
  }
}

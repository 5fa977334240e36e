import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { personOf, principalOf } from '../http/access.ts'
import type { App, RoutePlugin } from '../http/app.ts'
import {
  callback,
  callbackBoard,
  callbackDetail,
  callbackFigures,
  callbackFilter,
  callbackMove,
  callbackReason,
  callbackSnooze,
  callbackTake,
  figuresPeriod,
  newCallback,
  newPause,
  publicOptions,
  publicOptionsQuery,
} from '../schemas/callbacks.ts'
import { STAFF, SUPERVISION } from '../schemas/people.ts'
import type { Actor } from './acts/rights.ts'
import type { CallbackActs } from './acts/service.ts'
import type { CallbackBoardService } from './board/service.ts'
import type { CallbackMaker } from './making/service.ts'
import type { CallbackReader } from './service.ts'
import type { CallbackWindows } from './windows/service.ts'

const tags = ['callbacks']
const config = { access: STAFF }
const supervision = { access: SUPERVISION }
const params = z.object({ id: z.uuid() })
const one = { 200: callback }
/** A program that asks again with the same one gets the same callback. */
const headers = z.object({ 'idempotency-key': z.string().trim().min(1).max(200).optional() })

const byOf = (request: FastifyRequest): Actor => {
  const { kind, id, role } = principalOf(request)
  return { kind, id, role }
}

export type CallbackRouteParts = {
  reader: CallbackReader
  acts: CallbackActs
  make: CallbackMaker
  board: CallbackBoardService
  windows: Pick<CallbackWindows, 'options'>
}

/** Each change answers with the callback, or the board, as it stands then. */
export function callbackRoutes(parts: CallbackRouteParts): RoutePlugin {
  return (app) => {
    reading(parts)(app)
    acting(parts)(app)
    supervising(parts)(app)
  }
}

const reading =
  ({ reader, board, make, windows }: CallbackRouteParts) =>
  (app: App): void => {
    app.get('/api/callbacks', { config, schema: { tags, querystring: callbackFilter, response: { 200: z.array(callback) } } }, (request) =>
      reader.listCallbacks(request.query),
    )
    app.get('/api/callbacks/board', { config, schema: { tags, response: { 200: callbackBoard } } }, () => board.readBoard())
    app.get('/api/callbacks/options', { config, schema: { tags, querystring: publicOptionsQuery, response: { 200: publicOptions } } }, (request) =>
      windows.options(request.query),
    )
    app.get('/api/callbacks/figures', { config, schema: { tags, querystring: figuresPeriod, response: { 200: callbackFigures } } }, (request) =>
      reader.readFigures(request.query),
    )
    app.get('/api/callbacks/:id', { config, schema: { tags, params, response: { 200: callbackDetail } } }, (request) => reader.getDetail(request.params.id))
    app.post('/api/callbacks', { config, schema: { tags, headers, body: newCallback, response: { 200: callback, 201: callback } } }, async (request, reply) => {
      const { id, isNew } = await make(byOf(request), request.body, request.headers['idempotency-key'])
      return reply.code(isNew ? 201 : 200).send(await reader.getCallback(id))
    })
  }

const acting =
  ({ reader, acts }: CallbackRouteParts) =>
  (app: App): void => {
    app.post('/api/callbacks/next', { config, schema: { tags, response: one } }, async (request) =>
      reader.getCallback(await acts.takeNext(personOf(request).id)),
    )
    app.post('/api/callbacks/:id/move', { config, schema: { tags, params, body: callbackMove, response: one } }, async (request) => {
      await acts.move(request.params.id, byOf(request), request.body)
      return reader.getCallback(request.params.id)
    })
    app.post('/api/callbacks/:id/take', { config, schema: { tags, params, body: callbackTake, response: one } }, async (request) => {
      await acts.take(request.params.id, byOf(request), request.body.personId)
      return reader.getCallback(request.params.id)
    })
    app.post('/api/callbacks/:id/snooze', { config, schema: { tags, params, body: callbackSnooze, response: one } }, async (request) => {
      await acts.snooze(request.params.id, byOf(request), request.body)
      return reader.getCallback(request.params.id)
    })
    app.post('/api/callbacks/:id/cancel', { config, schema: { tags, params, body: callbackReason, response: one } }, async (request) => {
      await acts.cancel(request.params.id, byOf(request), request.body.reason)
      return reader.getCallback(request.params.id)
    })
    app.post('/api/callbacks/:id/done', { config, schema: { tags, params, body: callbackReason, response: one } }, async (request) => {
      await acts.finish(request.params.id, byOf(request), request.body.reason)
      return reader.getCallback(request.params.id)
    })
  }

const supervising =
  ({ board }: CallbackRouteParts) =>
  (app: App): void => {
    const changed = { 200: callbackBoard }
    app.post('/api/callbacks/pauses', { config: supervision, schema: { tags, body: newPause, response: changed } }, async (request) => {
      await board.pause(byOf(request), request.body)
      return board.readBoard()
    })
    app.post('/api/callbacks/pauses/:id/resume', { config: supervision, schema: { tags, params, response: changed } }, async (request) => {
      await board.resume(byOf(request), request.params.id)
      return board.readBoard()
    })
    app.post('/api/callbacks/breaker/close', { config: supervision, schema: { tags, body: callbackReason, response: changed } }, async (request) => {
      await board.closeBreaker(byOf(request), request.body.reason)
      return board.readBoard()
    })
  }

import type { FastifyInstance } from 'fastify'
import { ControlRefusal, parse, type ControlDependencies } from '../input.ts'
import { lineBody, messageBody } from './schemas.ts'

/** Text messages of phones in the world, and what stands behind a number. */
export function messageControl(app: FastifyInstance, on: ControlDependencies): void {
  app.post('/messages', (request, reply) => {
    const text = parse(messageBody, 'body', request.body)
    const message = on.messages.receive(text)
    if (message) return reply.code(201).send({ sid: message.sid })
    throw new ControlRefusal(400, { error: { code: 'INVALID_INPUT', message: `${text.to} is no number of this account` } })
  })
  app.get('/messages', () => ({ messages: [...on.world.messages.values()] }))

  app.put<{ Params: { number: string } }>('/lines/:number', (request) => {
    const line = parse(lineBody, 'body', request.body)
    on.world.lines.set(request.params.number, line)
    return line
  })
}

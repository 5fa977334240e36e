// The yardstick: a bare Fastify handler that checks the signature and does one INSERT.
import formbody from '@fastify/formbody'
import Fastify from 'fastify'
import pg from 'pg'
import twilio from 'twilio'
import { AUTH_TOKEN, KEYS, PATH, PUBLIC_URL } from './plan.ts'

const pool = new pg.Pool({ connectionString: process.env['BENCH_DATABASE_URL'], max: Number(process.env['BENCH_POOL'] ?? 8) })
const app = Fastify()
await app.register(formbody)

const ANSWER = `<?xml version="1.0" encoding="UTF-8"?><Response><Gather input="dtmf speech" action="${PUBLIC_URL}${PATH}?${KEYS.map(
  (_, k) => `turn=${k + 2}&amp;`,
).join('')}" timeout="5"><Say language="en-GB">Please enter the six digits of your contract number.</Say></Gather></Response>`

app.post(PATH, async (request, reply) => {
  const params = request.body as Record<string, string>
  const { 'x-twilio-signature': signature, 'i-twilio-idempotency-token': token } = request.headers
  if (!twilio.validateRequest(AUTH_TOKEN, String(signature), PUBLIC_URL + request.url, params)) return reply.code(403).send()
  await pool.query({
    name: 'bare',
    text: 'insert into bare_event (token, call_sid, url, params, received_at) values ($1, $2, $3, $4, $5)',
    values: [token, params['CallSid'], request.url, JSON.stringify(params), new Date().toISOString()],
  })
  return reply.type('text/xml').send(ANSWER)
})

process.send?.({ port: Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port) })
process.once('disconnect', () => process.exit())

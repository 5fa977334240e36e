import { createServer, type RequestListener, type Server } from 'node:http'
import { inspect } from 'node:util'
import pino from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { loggerOptions } from '../../../../services/http/logging.ts'
import { twilioClient } from '../../../../services/telephony/twilio/client.ts'

const ACCOUNT = `AC${'0123456789abcdef'.repeat(2)}`
const TOKEN = 'a very secret token'
const BASIC = Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')
const URLS = { voice: 'https://line.example/v', fallback: 'https://line.example/f', status: 'https://line.example/s' }

let server: Server | undefined
afterEach(
  () =>
    new Promise<void>((resolve) => {
      if (server) server.close(() => resolve())
      else resolve()
    }),
)

async function provider(answer: RequestListener) {
  server = createServer(answer)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return twilioClient({ accountSid: ACCOUNT, authTokens: [TOKEN], username: ACCOUNT, password: TOKEN, apiBaseUrl: `http://127.0.0.1:${port}` })
}
const json =
  (status: number, body: object): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(body))
  }
const hangUp: RequestListener = (request) => void request.socket.destroy()

const logged = (fields: object): string => {
  const lines: string[] = []
  pino(loggerOptions('info'), { write: (line) => void lines.push(line) }).error(fields, 'failed')
  return lines.join('')
}

describe('an error of Twilio', () => {
  it.each<[string, RequestListener, object]>([
    ['that cut the line', hangUp, { code: 'ECONNRESET' }],
    ['that refused', json(401, { code: 20003, message: 'Authenticate', status: 401 }), { message: 'Authenticate', code: 20003, status: 401 }],
    ['that broke', json(500, {}), { status: 500 }],
  ])('%s says what happened, and no secret, wherever it is printed', async (_, answer, expected) => {
    const client = await provider(answer)
    for (const work of [() => client.findCall('CA1'), () => client.pointNumber('+493023125100', URLS)]) {
      const error: unknown = await work().then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(error).toMatchObject(expected)
      expect(Object.getPrototypeOf(error)).toBe(Error.prototype)
      expect(Object.keys(error as object).filter((name) => !['code', 'status'].includes(name))).toEqual([])
      for (const printed of [inspect(error, { depth: 20, showHidden: true }), logged({ err: error }), logged({ error, tried: [{ error }] })]) {
        expect(printed).not.toMatch(/authorization/i)
        expect(printed).not.toContain(BASIC)
        expect(printed).not.toContain(TOKEN)
      }
    }
  })

  it('that does not know a call is no error', async () => {
    expect(await (await provider(json(404, { code: 20404, message: 'not found', status: 404 }))).findCall('CA1')).toBeUndefined()
  })
})

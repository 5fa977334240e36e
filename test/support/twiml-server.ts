import formbody from '@fastify/formbody'
import Fastify from 'fastify'
import twilio from 'twilio'
import type { SimulatorAddress } from './phones.ts'

export type Request = { path: string; method: string; parameters: Record<string, string> }
/** TwiML without its <Response>; '' is an empty answer of 204; a number is a status. */
export type Page = string | number | ((parameters: Record<string, string>, nth: number) => string | number)

/** A small program behind a number: serves TwiML by path and remembers what it was asked. */
export async function startTwimlServer(pages: Record<string, Page>) {
  const received: Request[] = []
  const app = Fastify({ forceCloseConnections: true })
  await app.register(formbody)
  app.all('/*', (request, reply) => {
    const path = request.url.split('?')[0]!
    const parameters = { ...(request.query as Record<string, string>), ...(request.body as Record<string, string> | undefined) }
    received.push({ path, method: request.method, parameters })
    const page = pages[path] ?? 404
    const answer = typeof page === 'function' ? page(parameters, received.filter((one) => one.path === path).length) : page
    if (typeof answer === 'number') return reply.code(answer).send()
    return answer === '' ? reply.code(204).send() : reply.type('text/xml').send(`<Response>${answer}</Response>`)
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return { url, received, at: (path: string) => received.filter((one) => one.path === path).map(({ parameters }) => parameters), close: () => app.close() }
}

/** The twilio package, unchanged but for where it sends to. */
export function twilioClient({ url, accountSid, authToken }: SimulatorAddress): twilio.Twilio {
  class Rewriting extends twilio.RequestClient {
    override request<T>(...[options]: Parameters<typeof twilio.RequestClient.prototype.request<T>>) {
      options.uri = options.uri.replace('https://api.twilio.com', url)
      return super.request<T>(options)
    }
  }
  return twilio(accountSid, authToken, { httpClient: new Rewriting() })
}

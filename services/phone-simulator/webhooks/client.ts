import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Exchange } from './overrides.ts'

export type Outgoing = {
  url: URL
  method: 'GET' | 'POST'
  headers: Readonly<Record<string, string>>
  body: string | undefined
  /** Milliseconds, real time. */
  connectTimeout: number
  readTimeout: number
}

export type HttpClient = { exchange: (outgoing: Outgoing) => Promise<Exchange>; close: () => void }

const largestBody = 1024 * 1024

/** Sends one attempt of a webhook. Never throws: what goes wrong on the wire is an outcome. */
export function httpClient(): HttpClient {
  const http = new HttpAgent({ keepAlive: true, maxSockets: 256 })
  const https = new HttpsAgent({ keepAlive: true, maxSockets: 256 })

  function exchange(outgoing: Outgoing): Promise<Exchange> {
    return new Promise((resolve) => {
      const isTls = outgoing.url.protocol === 'https:'
      const request = (isTls ? httpsRequest : httpRequest)(outgoing.url, {
        method: outgoing.method,
        headers: outgoing.headers,
        agent: isTls ? https : http,
      })
      const finish = (result: Exchange): void => {
        clearTimeout(timer)
        resolve(result)
        if (result.kind !== 'answered') request.destroy()
      }
      let timer = setTimeout(() => finish({ kind: 'connectFailed', message: `no connection after ${outgoing.connectTimeout} ms` }), outgoing.connectTimeout)
      const awaitAnswer = (): void => {
        clearTimeout(timer)
        const late = { kind: 'readTimedOut', message: `no answer after ${outgoing.readTimeout} ms` } as const
        timer = setTimeout(() => finish(late), outgoing.readTimeout)
      }
      request.on('socket', (socket) => {
        if (request.reusedSocket || !socket.connecting) awaitAnswer()
        else socket.once(isTls ? 'secureConnect' : 'connect', awaitAnswer)
      })
      request.on('error', (error: NodeJS.ErrnoException) => finish({ kind: 'connectFailed', message: error.message || (error.code ?? 'connection failed') }))
      request.on('response', (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (part: string) => {
          if (body.length < largestBody) body += part
        })
        response.on('error', (error) => finish({ kind: 'connectFailed', message: error.message }))
        response.on('aborted', () => finish({ kind: 'connectFailed', message: 'the answer broke off' }))
        response.on('end', () => {
          const contentType = response.headers['content-type']
          finish({ kind: 'answered', status: response.statusCode ?? 0, contentType, body })
        })
      })
      request.end(outgoing.body)
    })
  }

  return {
    exchange,
    close() {
      http.destroy()
      https.destroy()
    },
  }
}

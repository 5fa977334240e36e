/** The program as a process of its own, with real numbers at a carrier: for tests that kill it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createSocketServer } from 'node:net'
import pg from 'pg'

export type Program = { starts: () => Promise<void>; isKilled: () => Promise<void>; stops: () => Promise<void> }

/** `starts` resolves when the program says that it is ready; rejects with its output when it ends before. */
export function program(env: Record<string, string>, args: readonly string[] = ['services/run.mjs', 'serve']): Program {
  let child: ChildProcess | undefined
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child
    child = undefined
    if (!ending || ending.exitCode !== null) return
    const gone = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill(signal)
    await gone
  }
  return {
    starts: () =>
      new Promise((resolve, reject) => {
        let output = ''
        const started = spawn(process.execPath, [...args], {
          env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
          stdio: ['ignore', 'pipe', 'pipe'],
        })
        child = started
        for (const stream of [started.stdout, started.stderr]) {
          stream.on('data', (data: Buffer) => {
            output += data.toString()
            if (output.includes('Nightline is ready')) resolve()
          })
        }
        started.once('exit', (code) => reject(new Error(`the program ended (${code}):\n${output}`)))
      }),
    isKilled: async () => {
      await end('SIGKILL')
      await nothingUnderWay(env['DATABASE_URL'])
    },
    stops: () => end('SIGTERM'),
  }
}

/** What the dead one was doing outside of Postgres has ended with it: whoever moves the clock need not wait until that is a minute old. */
async function nothingUnderWay(url: string | undefined): Promise<void> {
  if (url === undefined) return
  const client = new pg.Client(url)
  await client.connect()
  await client.query(`delete from sweep where name like 'at work %'`)
  await client.end()
}

export async function freePort(): Promise<number> {
  const probe = createSocketServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** docs/fallback.xml on a host of its own, filled in as Twilio fills in a TwiML Bin. */
export async function fallbackElsewhere(): Promise<{ url: string; close: () => Promise<void> }> {
  const twiml = await readFile('docs/fallback.xml', 'utf8')
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (data: Buffer) => {
      body += data.toString()
    })
    request.on('end', () => {
      const errorUrl = new URLSearchParams(body).get('ErrorUrl') ?? ''
      response.setHeader('content-type', 'text/xml').end(twiml.replace(/\{\{ErrorUrl\}\}(?=<)/, errorUrl.replaceAll('&', '&amp;')))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/fallback`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

// The load, a process of its own: plays planned requests over keep-alive connections and measures each.
import { connect, type Socket } from 'node:net'
import { incoming, midDialogue, someCalls, type Planned } from './plan.ts'

export type Order = { port: number; calls: number; connections: number; withBeginning: boolean }
export type Measured = { requests: number; seconds: number; perSecond: number; p50: number; p99: number; wrong: number; example?: string }

process.on('message', (order: Order) => {
  void perform(order).then((measured) => process.send?.(measured), (error: unknown) => {
    process.stderr.write(`${String(error)}\n`)
    process.exit(1)
  })
})

async function perform({ port, calls, connections, withBeginning }: Order): Promise<Measured> {
  const sids = someCalls(calls)
  if (withBeginning) {
    const begun = await play(incoming(sids), port, 32)
    if (begun.wrong > 0) throw new Error(`${begun.wrong} calls did not begin: ${begun.example}`)
  }
  const requests = midDialogue(sids)
  await new Promise((resolve) => setTimeout(resolve, 500)) // jobs and log lines of the beginning are done
  return play(requests, port, connections)
}

async function play(requests: readonly Planned[], port: number, connections: number): Promise<Measured> {
  const latencies = new Float64Array(requests.length)
  let next = 0
  let wrong = 0
  let example: string | undefined
  const sockets = await Promise.all(Array.from({ length: connections }, () => opened(port)))
  const began = performance.now()
  await Promise.all(sockets.map(async (socket) => {
    const ask = asker(socket)
    for (let index = next++; index < requests.length; index = next++) {
      const { bytes, expects } = requests[index] as Planned
      const sent = performance.now()
      const answer = await ask(bytes)
      latencies[index] = performance.now() - sent
      if (answer.startsWith('HTTP/1.1 200') && answer.includes(expects)) continue
      wrong += 1
      example ??= answer
    }
    socket.destroy()
  }))
  const seconds = (performance.now() - began) / 1_000
  latencies.sort()
  const at = (part: number): number => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))] ?? Number.NaN
  return { requests: requests.length, seconds, perSecond: requests.length / seconds, p50: at(0.5), p99: at(0.99), wrong, ...(example !== undefined && { example }) }
}

function opened(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}

/** One request at a time on this connection. Answers have a content-length. */
function asker(socket: Socket): (bytes: Buffer) => Promise<string> {
  let received = ''
  let settle: { resolve: (answer: string) => void; reject: (error: Error) => void } | undefined
  socket.setEncoding('latin1')
  socket.on('data', (data: string) => {
    received += data
    const end = received.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(received.slice(0, end))?.[1])
    if (received.length < end + 4 + length) return
    const answer = received
    received = ''
    settle?.resolve(answer)
  })
  socket.on('close', () => settle?.reject(new Error('the server closed a connection')))
  return (bytes) => new Promise((resolve, reject) => {
    settle = { resolve, reject }
    socket.write(bytes)
  })
}

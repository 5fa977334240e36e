// The load, a process of its own: plays planned requests over keep-alive connections and measures each.
import { connect, type Socket } from 'node:net'
import { incoming, midDialogue, someCalls, type Planned } from './plan.ts'

export type Order = { kind: 'prepare'; port: number; calls: number; withBeginning: boolean } | { kind: 'play'; port: number; connections: number }
export type Measured = { requests: number; seconds: number; perSecond: number; p50: number; p99: number; wrong: number; example?: string }

let requests: Planned[] = []

process.on('message', (order: Order) => {
  const done = order.kind === 'prepare' ? prepare(order) : play(requests, order.port, order.connections)
  void done.then(
    (answer) => process.send?.(answer ?? {}),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exit(1)
    },
  )
})

async function prepare({ calls, port, withBeginning }: Extract<Order, { kind: 'prepare' }>): Promise<void> {
  const sids = someCalls(calls)
  if (withBeginning) {
    const begun = await play(incoming(sids), port, 32)
    if (begun.wrong > 0) throw new Error(`${begun.wrong} calls did not begin: ${begun.example}`)
  }
  requests = midDialogue(sids)
  await new Promise((resolve) => setTimeout(resolve, 500)) // jobs and log lines of the beginning are done
}

async function play(planned: readonly Planned[], port: number, connections: number): Promise<Measured> {
  const latencies = new Float64Array(planned.length)
  let next = 0
  let wrong = 0
  let example: string | undefined
  const sockets = await Promise.all(Array.from({ length: connections }, () => opened(port)))
  const began = performance.now()
  await Promise.all(
    sockets.map(async (socket) => {
      const ask = asker(socket)
      for (let index = next++; index < planned.length; index = next++) {
        const { bytes, expects } = planned[index] as Planned
        const sent = performance.now()
        const answer = await ask(bytes)
        latencies[index] = performance.now() - sent
        if (answer.startsWith('HTTP/1.1 200') && answer.includes(expects)) continue
        wrong += 1
        example ??= answer
      }
      socket.destroy()
    }),
  )
  const seconds = (performance.now() - began) / 1_000
  latencies.sort()
  const at = (part: number): number => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))] ?? Number.NaN
  return {
    requests: planned.length,
    seconds,
    perSecond: planned.length / seconds,
    p50: at(0.5),
    p99: at(0.99),
    wrong,
    ...(example !== undefined && { example }),
  }
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
  return (bytes) =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject }
      socket.write(bytes)
    })
}

/** The wire between the program and its database, which a story cuts and freezes. */
import { connect, createServer, type Socket } from 'node:net'

/** `cut`: connections break and new ones are refused, as when Postgres stops. `frozen`: nothing moves, as when a network dies. */
export type WireState = 'open' | 'cut' | 'frozen'
export type Wire = { url: string; is: (next: WireState) => void; close: () => Promise<void> }

export async function wireTo(databaseUrl: string): Promise<Wire> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let state: WireState = 'open'

  function join(near: Socket): void {
    const far = connect(Number(target.port), target.hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('data', (data) => other.write(data)).on('error', () => undefined)
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      if (state === 'frozen') one.pause()
    }
  }

  const server = createServer((near) => (state === 'cut' ? void near.destroy() : join(near)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return {
    url: url.href,
    is: (next) => {
      state = next
      for (const socket of sockets) {
        if (next === 'cut') socket.destroy()
        else if (next === 'frozen') socket.pause()
        else socket.resume()
      }
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

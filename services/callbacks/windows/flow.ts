/** Pipes with room for whole seconds, and what flows through them. */
export type Network = {
  pipe: (from: number, to: number, room: number) => void
  /** Sends up to `most` from a node to another; what flows already may be led another way. Returns how much it could send. */
  push: (from: number, to: number, most: number) => number
  /** What flows now; the function that it returns brings it back. */
  keep: () => () => void
}

/**
 * The most that can flow, by ever shorter ways (Edmonds-Karp). Whoever pushes demand after demand finds out which of them fit together: an earlier one
 * keeps what it has, only its way changes.
 */
export function network(size: number): Network {
  const pipesOf: number[][] = Array.from({ length: size }, () => [])
  const ends: number[] = []
  let rooms: number[] = []

  function pipe(from: number, to: number, room: number): void {
    pipesOf[from]?.push(ends.length)
    pipesOf[to]?.push(ends.length + 1)
    ends.push(to, from)
    rooms.push(room, 0)
  }

  function wayTo(from: number, to: number): number[] | undefined {
    const by = new Map<number, number>()
    const seen = new Set([from])
    const queue = [from]
    for (const node of queue) {
      for (const n of pipesOf[node] ?? []) {
        const end = ends[n] ?? -1
        if ((rooms[n] ?? 0) <= 0 || seen.has(end)) continue
        seen.add(end)
        by.set(end, n)
        if (end === to) return backFrom(to, from, by)
        queue.push(end)
      }
    }
    return undefined
  }

  function backFrom(to: number, from: number, by: ReadonlyMap<number, number>): number[] {
    const way: number[] = []
    for (let node = to; node !== from;) {
      const n = by.get(node) ?? 0
      way.push(n)
      node = ends[n ^ 1] ?? from
    }
    return way
  }

  function push(from: number, to: number, most: number): number {
    let sent = 0
    while (sent < most) {
      const way = wayTo(from, to)
      if (!way) break
      const amount = Math.min(most - sent, ...way.map((n) => rooms[n] ?? 0))
      for (const n of way) {
        rooms[n] = (rooms[n] ?? 0) - amount
        rooms[n ^ 1] = (rooms[n ^ 1] ?? 0) + amount
      }
      sent += amount
    }
    return sent
  }

  return {
    pipe,
    push,
    keep: () => {
      const kept = [...rooms]
      return () => {
        rooms = [...kept]
      }
    },
  }
}

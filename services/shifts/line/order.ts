/** Somebody who waits: a caller on the line, or a customer who is to be called back. */
export type Waiter = {
  /** The call's SID, or the callback's id. */
  id: string
  /** Epoch milliseconds: since when he waits; of a callback its place (services/callbacks/place.ts). */
  since: number
  isOnLine: boolean
  /** Who is free for him, in the order in which they would be rung. */
  people: readonly string[]
  /** Of a callback: two of the same number are not called at once. */
  number?: string
}

/** One order for all. Of two with the same place whoever holds a phone in his hand is first. */
export function inOrder(a: Waiter, b: Waiter): number {
  return a.since - b.since || Number(b.isOnLine) - Number(a.isOnLine) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

/**
 * Who gets whom: each in turn has the first of his people whom nobody before him got. So nobody who is free is given to somebody while another one, who
 * came before and would have him too, goes without; and who must wait for one person only holds up nobody else.
 */
export function assign(waiters: readonly Waiter[]): Map<string, string> {
  const assigned = new Map<string, string>()
  const taken = new Set<string>()
  const called = new Set<string>()
  for (const { id, people, number } of [...waiters].sort(inOrder)) {
    const person = number !== undefined && called.has(number) ? undefined : people.find((one) => !taken.has(one))
    if (person === undefined) continue
    assigned.set(id, person)
    taken.add(person)
    if (number !== undefined) called.add(number)
  }
  return assigned
}

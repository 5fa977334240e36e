/** One thing to do at an instant of virtual time (epoch milliseconds). */
export type Timer = { readonly dueAt: number; readonly order: number; run: () => void; isCancelled: boolean }

export type TimerHeap = {
  push: (timer: Timer) => void
  /** The earliest timer that is not cancelled; timers of one instant come in the order they were set. */
  first: () => Timer | undefined
  takeFirst: () => Timer | undefined
  size: () => number
}

/** A binary heap. Cancelled timers stay inside until they come to the top. */
export function timerHeap(): TimerHeap {
  const items: Timer[] = []

  function swap(left: number, right: number): void {
    const held = items[left]!
    items[left] = items[right]!
    items[right] = held
  }

  function rise(from: number): void {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isEarlier(items[at]!, items[parent]!)) return
      swap(at, parent)
      at = parent
    }
  }

  function sink(): void {
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      const right = left + 1
      let least = at
      if (left < items.length && isEarlier(items[left]!, items[least]!)) least = left
      if (right < items.length && isEarlier(items[right]!, items[least]!)) least = right
      if (least === at) return
      swap(at, least)
      at = least
    }
  }

  function removeTop(): Timer | undefined {
    const top = items[0]
    const last = items.pop()
    if (top === undefined || last === undefined) return undefined
    if (items.length > 0) {
      items[0] = last
      sink()
    }
    return top
  }

  function dropCancelled(): void {
    while (items[0]?.isCancelled) removeTop()
  }

  return {
    push(timer) {
      items.push(timer)
      rise(items.length - 1)
    },
    first() {
      dropCancelled()
      return items[0]
    },
    takeFirst() {
      dropCancelled()
      return removeTop()
    },
    size: () => items.filter((timer) => !timer.isCancelled).length,
  }
}

function isEarlier(left: Timer, right: Timer): boolean {
  return left.dueAt < right.dueAt || (left.dueAt === right.dueAt && left.order < right.order)
}

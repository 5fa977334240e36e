import { useSyncExternalStore } from 'react'

/** Shifts that the planner must leave as they are. They are chosen for the next plan and belong to this page only, so nothing is sent until one is asked for. */
let locked: ReadonlySet<string> = new Set()
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const toggleLock = (id: string): void => {
  const next = new Set(locked)
  if (!next.delete(id)) next.add(id)
  locked = next
  for (const listener of listeners) listener()
}

export const useLocks = (): ReadonlySet<string> => useSyncExternalStore(subscribe, () => locked)
export const useIsLocked = (id: string): boolean => useSyncExternalStore(subscribe, () => locked.has(id))

import { useSyncExternalStore } from 'react'
import { readTabStored, storeInTab } from '../stored.ts'

const KEPT_AS = 'roster.locked'

const kept = (): ReadonlySet<string> => {
  const ids = readTabStored(KEPT_AS)
  return new Set(Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [])
}

/**
 * Shifts that the planner must leave as they are. They are chosen for one's own next plan, so nothing is sent until one is asked for,
 * and no lock of one supervisor stands in the way of another; they outlive a reload of the page, and end with its tab.
 */
let locked = kept()
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const toggleLock = (id: string): void => {
  const next = new Set(locked)
  if (!next.delete(id)) next.add(id)
  locked = next
  storeInTab(KEPT_AS, [...next])
  for (const listener of listeners) listener()
}

export const useLocks = (): ReadonlySet<string> => useSyncExternalStore(subscribe, () => locked)
export const useIsLocked = (id: string): boolean => useSyncExternalStore(subscribe, () => locked.has(id))

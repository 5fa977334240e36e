import { startTransition, useEffect, useState } from 'react'
import { onceSeen } from './use-settled.ts'

/** So many are a picture; the rest of a screen is there some frames later. */
const FIRST = 6
const MORE = 6

/** The first rows are drawn at once, the rest a moment later: sixty people times five weeks would hold up the first picture. */
export const useShownRows = (count: number, activeRow: number): number => {
  const [shown, setShown] = useState(FIRST)
  useEffect(() => {
    if (shown >= count) return
    return onceSeen(() => startTransition(() => setShown(shown + MORE)))
  }, [shown, count])
  return Math.min(count, Math.max(shown, activeRow + 1))
}

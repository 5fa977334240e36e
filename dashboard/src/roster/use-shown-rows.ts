import { startTransition, useEffect, useState } from 'react'

/** So many are a picture; the rest of a screen is there some frames later. */
const FIRST = 10
const MORE = 6

/** The first rows are drawn at once, the rest a moment later: sixty people times five weeks would hold up the first picture. */
export const useShownRows = (count: number, activeRow: number): number => {
  const [shown, setShown] = useState(FIRST)
  useEffect(() => {
    if (shown >= count) return
    const timer = setTimeout(() => startTransition(() => setShown(shown + MORE)), 0)
    return () => clearTimeout(timer)
  }, [shown, count])
  return Math.min(count, Math.max(shown, activeRow + 1))
}

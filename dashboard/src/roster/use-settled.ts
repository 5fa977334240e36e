import { startTransition, useDeferredValue, useEffect, useState } from 'react'

/** Runs once the next picture is on the screen; returns what calls it off. */
export const onceSeen = (act: () => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(act, 0)
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}

/** Null until the first picture is seen; then the value, a moment late. A deferred value alone is reckoned before the picture when the screen is slow. */
export const useSettled = <T>(value: T): T | null => {
  const [isSeen, setSeen] = useState(false)
  useEffect(() => onceSeen(() => startTransition(() => setSeen(true))), [])
  const settled = useDeferredValue(value)
  return isSeen ? settled : null
}

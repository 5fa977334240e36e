type Work = () => () => void

const waiting = new Map<object, () => void>()

/** What need not be there before the picture is: two thousand shifts get their handles one frame later, all in one go. Returns what undoes it. */
export const afterPaint = (work: Work): (() => void) => {
  const key = {}
  let undo: (() => void) | undefined
  if (waiting.size === 0) requestAnimationFrame(() => setTimeout(perform, 0))
  waiting.set(key, () => {
    undo = work()
  })
  return () => {
    waiting.delete(key)
    undo?.()
  }
}

const perform = (): void => {
  const works = [...waiting.values()]
  waiting.clear()
  for (const work of works) work()
}

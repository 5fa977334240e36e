import { useEffect, type RefObject } from 'react'

/** Closes an open panel on Escape (`byKey`) and on a press outside of it. */
export const useClosing = (box: RefObject<HTMLElement | null>, isOpen: boolean, close: (byKey: boolean) => void) => {
  useEffect(() => {
    if (!isOpen) return
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) close(false)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close(true)
    }
    document.addEventListener('pointerdown', onPointer)
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('pointerdown', onPointer)
      document.removeEventListener('keydown', onKey)
    }
  })
}

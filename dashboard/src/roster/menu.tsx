import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { TablerIcon } from '@tabler/icons-react'
import { createPortal } from 'react-dom'

export type MenuItem = { key: string; words: string; aside?: string; icon: TablerIcon; isBad?: boolean; act: () => void }
export type MenuGroup = { key: string; title: string; items: MenuItem[] }

type MenuProps = { label: string; groups: readonly MenuGroup[]; anchor: HTMLElement; close: (focusBack: boolean) => void }

/** A small menu at a cell: arrows, Home and End walk, Escape and Tab close it. */
export const CellMenu = ({ label, groups, anchor, close }: MenuProps) => {
  const box = useRef<HTMLDivElement>(null)
  const place = usePlace(box, anchor)
  useEffect(() => box.current?.querySelector('button')?.focus(), [])
  useEffect(() => {
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) close(false)
    }
    document.addEventListener('pointerdown', onPointer)
    return () => document.removeEventListener('pointerdown', onPointer)
  }, [close])
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(box.current?.querySelectorAll('button') ?? [])]
    const at = buttons.findIndex((button) => button === document.activeElement)
    const next = nextIndex(event.key, at, buttons.length)
    if (event.key === 'Escape' || event.key === 'Tab') close(true)
    else if (next === undefined) return
    else buttons[next]?.focus()
    event.preventDefault()
    event.stopPropagation()
  }
  return createPortal(
    <div ref={box} role="menu" aria-label={label} className="menu-panel roster-menu" style={place} onKeyDown={onKeyDown}>
      {groups.map(({ key, title, items }) => (
        <div key={key} role="group" aria-label={title}>
          <div className="roster-menu-head" aria-hidden>
            {title}
          </div>
          {items.map((item) => (
            <button
              key={item.key}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className={item.isBad === true ? 'is-bad' : ''}
              onClick={() => {
                close(true)
                item.act()
              }}
            >
              <item.icon size={16} stroke={1.8} aria-hidden className="icon" />
              <span className="grow">{item.words}</span>
              {item.aside ? <span className="dim small">{item.aside}</span> : null}
            </button>
          ))}
        </div>
      ))}
    </div>,
    document.body,
  )
}

const nextIndex = (key: string, at: number, count: number): number | undefined => {
  if (key === 'ArrowDown') return (at + 1) % count
  if (key === 'ArrowUp') return (at - 1 + count) % count
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : undefined
}

/** Below the anchor, or above it where there is no room. */
const usePlace = (box: React.RefObject<HTMLDivElement | null>, anchor: HTMLElement) => {
  const [place, setPlace] = useState({ left: 0, top: 0 })
  useLayoutEffect(() => {
    const [{ left, top, bottom }, { offsetWidth = 0, offsetHeight = 0 }] = [anchor.getBoundingClientRect(), box.current ?? {}]
    const below = bottom + 4
    const fits = below + offsetHeight < window.innerHeight - 8
    setPlace({
      left: Math.max(8, Math.min(left, window.innerWidth - offsetWidth - 8)),
      top: fits ? below : Math.max(8, top - offsetHeight - 4),
    })
  }, [anchor, box])
  return place
}

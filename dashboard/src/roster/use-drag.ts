import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Edit } from './edits.ts'
import { copiedShift, movedShift, shiftOfType } from './make-shift.ts'
import type { Roster, ShiftTypeView } from './types.ts'

type Data = Record<string | symbol, unknown>

/** The edit that a drop would make; undefined where there is nothing to drop, or nothing would change. */
export const editOfDrop = (roster: Roster, source: Data, target: Data, zoneOf: (siteId: string) => string, newId: string, isCopy = false): Edit | undefined => {
  const [personId, date] = [target['personId'], target['date']]
  if (target['kind'] !== 'cell' || typeof personId !== 'string' || typeof date !== 'string') return undefined
  const place = { personId, date }
  if (source['kind'] === 'type') {
    const type: ShiftTypeView | undefined = roster.shiftTypes.find(({ id }) => id === source['typeId'])
    return type ? { before: null, after: shiftOfType(type, place, zoneOf(type.siteId), newId) } : undefined
  }
  const before = roster.shifts.find(({ id }) => id === source['shiftId'])
  if (before === undefined) return undefined
  if (isCopy) return { before: null, after: copiedShift(before, place, newId) }
  if (before.personId === personId && before.date === date) return undefined
  return { before, after: movedShift(before, place) }
}

type Options = { roster: Roster; zoneOf: (siteId: string) => string; onDrop: (edit: Edit) => void }

/** Watches the drags of the page: what would happen now, and the drop. The cell below the mouse is marked without drawing the grid anew. */
export const useDrag = ({ roster, zoneOf, onDrop }: Options): Edit | null => {
  const [edit, setEdit] = useState<Edit | null>(null)
  const read = useEffectEvent((source: Data, target: Data | undefined) =>
    target ? (editOfDrop(roster, source, target, zoneOf, crypto.randomUUID()) ?? null) : null,
  )
  const drop = useEffectEvent((dropped: Edit | null) => {
    if (dropped) onDrop(dropped)
  })
  useEffect(() => {
    let over: HTMLElement | undefined
    const mark = (target: Data | undefined): boolean => {
      const box = target?.['box']
      const next = box instanceof HTMLElement ? box : undefined
      if (next === over) return false
      over?.classList.remove('is-over')
      next?.classList.add('is-over')
      over = next
      return true
    }
    return monitorForElements({
      onDrag: ({ source, location }) => {
        const target = location.current.dropTargets[0]?.data
        if (mark(target)) setEdit(read(source.data, target))
      },
      onDrop: ({ source, location }) => {
        mark(undefined)
        setEdit(null)
        drop(read(source.data, location.current.dropTargets[0]?.data))
      },
    })
  }, [])
  return edit
}

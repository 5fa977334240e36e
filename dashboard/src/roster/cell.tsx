import { IconBeach, IconConfetti, IconPlus } from '@tabler/icons-react'
import { memo, useEffect, useRef, useState } from 'react'
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { ShiftChip } from './chip.tsx'
import type { Cell } from './grid-model.ts'
import type { RosterWords } from './use-roster-words.ts'

type CellProps = {
  cell: Cell
  row: number
  column: number
  label: string
  words: RosterWords
  isActive: boolean
  selectedId: string | null
  mayEdit: boolean
  /** One person's month: each cell says which day it is. */
  hasDate: boolean
}

const classOf = ({ day, leaves }: Cell, isOver: boolean): string =>
  ['roster-cell', day.isWeekend ? 'is-weekend' : '', day.isToday ? 'is-today' : '', leaves.length > 0 ? 'is-away' : '', isOver ? 'is-over' : ''].join(' ')

/** One person's day. The grid listens for clicks and keys; a cell only says where it is. */
export const RosterCell = memo(({ cell, row, column, label, words, isActive, selectedId, mayEdit, hasDate }: CellProps) => {
  const { box, isOver } = useDropTarget(cell, mayEdit)
  return (
    <div
      ref={box}
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={isActive}
      tabIndex={isActive ? 0 : -1}
      className={classOf(cell, isOver)}
      data-row={row}
      data-column={column}
    >
      <span className="hidden-words">{label}</span>
      {hasDate ? <DateLine cell={cell} words={words} /> : null}
      {cell.leaves.map(({ id, kind }) => (
        <span key={id} className="roster-away" aria-hidden>
          <IconBeach size={12} aria-hidden />
          {words.leave(kind)}
        </span>
      ))}
      {cell.chips.map((chip) => (
        <ShiftChip key={chip.key} chip={chip} mayEdit={mayEdit} isSelected={isActive && chip.standsInFor === null && chip.shift.id === selectedId} />
      ))}
      {mayEdit && cell.chips.length === 0 ? <IconPlus size={16} className="roster-plus" aria-hidden /> : null}
    </div>
  )
})

const DateLine = ({ cell: { date, day }, words }: { cell: Cell; words: RosterWords }) => (
  <span className="roster-date" aria-hidden>
    {words.dayMonth(date)}
    {day.hours === 24 ? null : ` · ${words.hours(day.hours * 60)}`}
    {day.holidays.map((name) => (
      <span key={name} className="roster-holiday" title={name}>
        <IconConfetti size={12} aria-hidden /> {name}
      </span>
    ))}
  </span>
)

const useDropTarget = ({ personId, date }: Cell, mayEdit: boolean) => {
  const box = useRef<HTMLDivElement>(null)
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    if (!mayEdit || box.current === null) return
    return dropTargetForElements({
      element: box.current,
      getData: () => ({ kind: 'cell', personId, date }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    })
  }, [mayEdit, personId, date])
  return { box, isOver }
}

import { useEffect, useRef, type FocusEvent, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CoverStrip } from './cover-strip.tsx'
import { GridHead } from './grid-head.tsx'
import type { Day, Row } from './grid-model.ts'
import { GridRow } from './grid-row.tsx'
import type { Place, Roster } from './types.ts'
import type { RosterWords } from './use-roster-words.ts'

export type GridActions = {
  focus: (place: Place) => void
  /** A cell or a shift in it was pressed; `anchor` is where a menu belongs. `wantsMenu`: on purpose. */
  press: (place: Place, shiftId: string | null, anchor: HTMLElement, wantsMenu: boolean) => void
  key: (event: KeyboardEvent, place: Place, anchor: HTMLElement) => void
}

type GridProps = {
  roster: Roster
  rows: readonly Row[]
  days: readonly Day[]
  words: RosterWords
  place: Place
  selectedId: string | null
  mayEdit: boolean
  /** Cells have something to offer. */
  hasMenu: boolean
  isMonth: boolean
  actions: GridActions
  children?: ReactNode
}

const COLUMNS = 7

export const RosterGrid = ({ roster, rows, days, words, place, selectedId, mayEdit, hasMenu, isMonth, actions, children }: GridProps) => {
  const { t } = useTranslation()
  const grid = useRef<HTMLDivElement>(null)
  useFocusFollows(grid, place)
  const columns = Math.min(COLUMNS, days.length)
  return (
    <div className="roster-box" style={{ '--columns': columns }}>
      {isMonth ? null : <CoverStrip roster={roster} days={days} words={words} />}
      <div
        ref={grid}
        role="grid"
        aria-label={t(mayEdit ? 'roster.gridLabel' : 'roster.gridLabelRead')}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns + 1}
        aria-readonly={!mayEdit}
        className={hasMenu ? 'roster-grid' : 'roster-grid has-no-menu'}
        onFocus={(event) => onCell(event, actions.focus)}
        onClick={(event) => onClick(event, actions)}
        onKeyDown={(event) => onCell(event, (at, anchor) => actions.key(event, at, anchor))}
      >
        <GridHead days={days} words={words} isMonth={isMonth} />
        {rows.map((row, index) => (
          <GridRow
            key={row.key}
            row={row}
            index={index}
            words={words}
            activeColumn={place.row === index ? place.column : null}
            selectedId={place.row === index ? selectedId : null}
            mayEdit={mayEdit}
            isMonth={isMonth}
          />
        ))}
      </div>
      {children}
    </div>
  )
}

type CellEvent = FocusEvent | KeyboardEvent | MouseEvent

const onCell = (event: CellEvent, act: (place: Place, anchor: HTMLElement) => void) => {
  const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null
  if (cell) act({ row: Number(cell.dataset['row']), column: Number(cell.dataset['column']) }, cell)
}

const onClick = (event: MouseEvent, { press }: GridActions) =>
  onCell(event, (place, anchor) => {
    if (place.column === 0 || !(event.target instanceof Element)) return
    const chip = event.target.closest<HTMLElement>('[data-shift]')
    press(place, chip?.dataset['shift'] ?? null, chip ?? anchor, event.target.closest('[data-menu]') !== null)
  })

/** When the place moves while the grid has the focus, the focus goes with it. */
const useFocusFollows = (grid: React.RefObject<HTMLDivElement | null>, { row, column }: Place) => {
  useEffect(() => {
    if (!grid.current?.contains(document.activeElement)) return
    const cell = grid.current.querySelector<HTMLElement>(`[data-row="${row}"][data-column="${column}"]`)
    if (cell && cell !== document.activeElement) cell.focus()
  }, [grid, row, column])
}

declare module 'react' {
  interface CSSProperties {
    '--columns'?: number
  }
}

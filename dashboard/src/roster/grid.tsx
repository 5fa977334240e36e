import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect, useEffectEvent, useRef, type FocusEvent, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CoverStrip } from './cover-strip.tsx'
import { GridHead } from './grid-head.tsx'
import type { Cell, Day, Row, Mode } from './grid-model.ts'
import { GridRow } from './grid-row.tsx'
import type { Place, Roster } from './types.ts'
import type { RosterWords } from './use-roster-words.ts'
import { useShownRows } from './use-shown-rows.ts'

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
  mode: Mode
  nightPayOf: (row: Row) => string
  lettersOf: (cell: Cell) => string[]
  actions: GridActions
  /** Below the rows, with the same columns. */
  children?: ReactNode
}

export const RosterGrid = ({ roster, rows, days, words, place, selectedId, mayEdit, hasMenu, mode, nightPayOf, lettersOf, actions, children }: GridProps) => {
  const { t } = useTranslation()
  const grid = useRef<HTMLDivElement>(null)
  useFocusFollows(grid, place)
  useDropTarget(grid, rows, mayEdit)
  const shown = useShownRows(rows.length, place.row)
  const columns = mode === 'person' ? 7 : days.length
  return (
    <div className={`roster-box is-${mode}`} style={{ '--columns': columns }}>
      {mode === 'person' ? null : <CoverStrip roster={roster} days={days} words={words} />}
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
        <GridHead days={days} words={words} mode={mode} zone={roster.zone} />
        {rows.slice(0, shown).map((row, index) => (
          <GridRow
            key={row.key}
            row={row}
            index={index}
            words={words}
            activeColumn={place.row === index ? place.column : null}
            selectedId={place.row === index ? selectedId : null}
            mayEdit={mayEdit}
            mode={mode}
            nightPay={nightPayOf(row)}
            lettersOf={lettersOf}
          />
        ))}
      </div>
      {shown < rows.length ? <div style={{ height: (rows.length - shown) * 56 }} /> : null}
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

/** One target for all cells: two thousand of them would each have to be asked at every move of the mouse. */
const useDropTarget = (grid: React.RefObject<HTMLDivElement | null>, rows: readonly Row[], mayEdit: boolean) => {
  const cellAt = useEffectEvent((x: number, y: number) => {
    const box = document.elementFromPoint(x, y)?.closest<HTMLElement>('[role="gridcell"]')
    const cell = box ? rows[Number(box.dataset['row'])]?.cells[Number(box.dataset['column']) - 1] : undefined
    return box && cell ? { kind: 'cell', personId: cell.personId, date: cell.date, box } : { kind: 'none' }
  })
  useEffect(() => {
    if (!mayEdit || grid.current === null) return
    return dropTargetForElements({ element: grid.current, getData: ({ input }) => cellAt(input.clientX, input.clientY) })
  }, [grid, mayEdit])
}

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

import { IconBeach, IconConfetti, IconPlus } from '@tabler/icons-react'
import { memo } from 'react'
import { ShiftChip, ShiftLetter, ShiftTail } from './chip.tsx'
import type { Cell, Mode } from './grid-model.ts'
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
  mode: Mode
  lettersOf: (cell: Cell) => string[]
}

const classOf = ({ day, leaves }: Cell): string =>
  ['roster-cell', day.isWeekend ? 'is-weekend' : '', day.isToday ? 'is-today' : '', leaves.length > 0 ? 'is-away' : ''].join(' ')

/** One person's day. The grid listens for clicks, keys and drags; a cell only says where it is. */
export const RosterCell = memo(({ cell, row, column, label, words, isActive, selectedId, mayEdit, mode, lettersOf }: CellProps) => (
  <div
    role="gridcell"
    aria-colindex={column + 1}
    aria-selected={isActive}
    tabIndex={isActive ? 0 : -1}
    className={classOf(cell)}
    data-row={row}
    data-column={column}
    {...(mode === 'month' ? { title: label } : {})}
  >
    <span className="hidden-words">{label}</span>
    {mode === 'month' ? (
      <Letters cell={cell} letters={lettersOf(cell)} mayEdit={mayEdit} selectedId={isActive ? selectedId : null} />
    ) : (
      <Chips cell={cell} words={words} isActive={isActive} selectedId={selectedId} mayEdit={mayEdit} mode={mode} />
    )}
  </div>
))

const Letters = ({ cell, letters, mayEdit, selectedId }: { cell: Cell; letters: readonly string[]; mayEdit: boolean; selectedId: string | null }) => (
  <>
    {cell.leaves.length > 0 ? <IconBeach size={13} className="roster-away-sign" aria-hidden /> : null}
    {cell.chips.map((chip, index) => (
      <ShiftLetter key={chip.key} chip={chip} letter={letters[index] ?? ''} mayEdit={mayEdit} isSelected={chip.shift.id === selectedId} />
    ))}
  </>
)

type ChipsProps = Pick<CellProps, 'cell' | 'words' | 'isActive' | 'selectedId' | 'mayEdit' | 'mode'>

const Chips = ({ cell, words, isActive, selectedId, mayEdit, mode }: ChipsProps) => {
  const scale = mode === 'day' ? cell.day : null
  return (
    <>
      {mode === 'person' ? <DateLine cell={cell} words={words} /> : null}
      {cell.leaves.map(({ id, kind }) => (
        <span key={id} className="roster-away" aria-hidden>
          <IconBeach size={12} aria-hidden />
          {words.leave(kind)}
        </span>
      ))}
      {scale ? cell.tails.map((chip) => <ShiftTail key={chip.key} chip={chip} day={scale} />) : null}
      {cell.chips.map((chip) => (
        <ShiftChip
          key={chip.key}
          chip={chip}
          mayEdit={mayEdit}
          isSelected={isActive && chip.standsInFor === null && chip.shift.id === selectedId}
          scale={scale}
        />
      ))}
      {mayEdit && cell.chips.length === 0 ? <IconPlus size={16} className="roster-plus" aria-hidden /> : null}
    </>
  )
}

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

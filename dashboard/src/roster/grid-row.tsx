import { IconMoon } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { RosterCell } from './cell.tsx'
import type { Cell, Row, Mode } from './grid-model.ts'
import type { RosterWords } from './use-roster-words.ts'
import { weekNumber, weekOf } from './weeks.ts'

export type RowProps = {
  row: Row
  index: number
  words: RosterWords
  /** Of the row; null: the focus is elsewhere. 0 is its head. */
  activeColumn: number | null
  selectedId: string | null
  mayEdit: boolean
  mode: Mode
  /** "€62.00": what the nights of the row add to the pay; '' where it is not to be seen. */
  nightPay: string
  lettersOf: (cell: Cell) => string[]
}

export const GridRow = memo(({ row, index, words, activeColumn, selectedId, mayEdit, mode, nightPay, lettersOf }: RowProps) => (
  <div role="row" aria-rowindex={index + 2} className="roster-row">
    <RowHead row={row} index={index} words={words} isActive={activeColumn === 0} mode={mode} nightPay={nightPay} />
    {row.cells.map((cell, at) => (
      <RosterCell
        key={cell.date}
        cell={cell}
        row={index}
        column={at + 1}
        label={words.cell(row.person.name, cell)}
        words={words}
        isActive={activeColumn === at + 1}
        selectedId={activeColumn === at + 1 ? selectedId : null}
        mayEdit={mayEdit}
        mode={mode}
        lettersOf={lettersOf}
      />
    ))}
  </div>
))

type HeadProps = Pick<RowProps, 'row' | 'index' | 'words' | 'mode' | 'nightPay'> & { isActive: boolean }

/** The name leads to this person's month; a week leads to that week of all. */
const RowHead = ({ row, index, words, isActive, mode, nightPay }: HeadProps) => {
  const { t } = useTranslation()
  const isPerson = mode === 'person'
  const week = weekOf(row.cells[0]?.date ?? row.key)
  const isOver = row.agreed !== null && row.minutes > row.agreed
  const hours =
    row.agreed === null ? words.hours(row.minutes) : t('roster.hoursOf', { hours: words.number(row.minutes / 60), agreed: words.number(row.agreed / 60) })
  return (
    <div role="rowheader" aria-colindex={1} className="roster-name">
      <Link
        to="/roster"
        search={(old) => (isPerson ? withoutPerson(old, week) : { ...old, week, view: 'person', person: row.person.id })}
        tabIndex={isActive ? 0 : -1}
        data-row={index}
        data-column={0}
      >
        {isPerson ? t('roster.week', { number: weekNumber(row.cells[0]?.date ?? row.key) }) : row.person.name}
      </Link>
      <span className="roster-meta">
        <span className={isOver ? 'is-wrong' : ''}>
          {hours}
          {isOver ? ` · ${t('roster.over')}` : ''}
        </span>
        {row.nights > 0 || nightPay !== '' ? (
          <span className="is-night">
            <IconMoon size={12} stroke={2.2} aria-hidden />{' '}
            <span aria-hidden>
              {row.nights}
              {nightPay === '' ? null : <span className="roster-pay"> · {nightPay}</span>}
            </span>
            <span className="hidden-words">
              {t('roster.nightsWord', { count: row.nights })}
              <span className="roster-pay"> {nightPay}</span>
            </span>
          </span>
        ) : null}
      </span>
    </div>
  )
}

const withoutPerson = ({ plan }: { plan?: 'published' }, week: string) => ({ week, ...(plan === undefined ? {} : { plan }) })

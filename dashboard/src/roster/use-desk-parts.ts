import { useMediaQuery } from '@mantine/hooks'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { RosterSearch } from './roster-search.ts'
import type { FindingView, Roster } from './types.ts'
import type { View } from './use-desk.ts'
import type { useGridActions } from './use-grid-actions.ts'
import { addDays } from './weeks.ts'

export const useNames = (roster: Roster) =>
  useMemo(() => {
    const names = new Map(roster.workers.map(({ id, name }) => [id, name]))
    return (id: string | null): string => (id === null ? '' : (names.get(id) ?? ''))
  }, [roster.workers])

/** What was said last; the same words twice are spoken twice. */
export const useSpoken = () => {
  const [spoken, setSpoken] = useState('')
  const say = useCallback((words: string) => setSpoken((old) => (old === words ? `${words} ` : words)), [])
  return { spoken, say }
}

const WEEK = [0, 1, 2, 3, 4, 5, 6]

/** The one day that is shown: that of the day's view, and on a phone one of the week; null: all of them. */
export const useDayIndex = ({ view, monday, today, shownDay }: View) => {
  const isNarrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const indexOf = (date: string): number =>
    Math.max(
      0,
      WEEK.findIndex((day) => addDays(monday, day) === date),
    )
  const [index, setIndex] = useState(() => indexOf(today))
  const choose = (go: (search: RosterSearch) => void, search: RosterSearch) => (next: number) => {
    setIndex(next)
    if (view === 'day') go({ ...search, day: addDays(monday, next) })
  }
  const shown = view === 'day' ? indexOf(shownDay) : isNarrow && view === 'week' ? index : null
  return [shown, choose] as const
}

type JumpOptions = Pick<Parameters<typeof useGridActions>[0], 'roster' | 'rows' | 'setPlace' | 'select'>

/** From a finding to its cell: the last of its shifts that is on the screen. The same function for good, so that lists need not be drawn again for it. */
export const useJump = (options: JumpOptions) => {
  const latest = useRef(options)
  latest.current = options
  return useCallback((finding: FindingView) => jumpTo(finding, latest.current), [])
}

const jumpTo = (finding: FindingView, { roster, rows, setPlace, select }: JumpOptions): void => {
  const shifts = roster.shifts.filter(({ id }) => finding.shiftIds.includes(id)).sort((a, b) => b.startsAt.localeCompare(a.startsAt))
  for (const shift of shifts) {
    const row = rows.findIndex(({ cells }) => cells.some(({ personId, date }) => personId === shift.personId && date === shift.date))
    const column = rows[row]?.cells.findIndex(({ date }) => date === shift.date)
    if (column === undefined) continue
    setPlace({ row, column: column + 1 })
    select(shift.id)
    const cell = document.querySelector<HTMLElement>(`[data-row="${row}"][data-column="${column + 1}"]`)
    cell?.focus()
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    return
  }
}

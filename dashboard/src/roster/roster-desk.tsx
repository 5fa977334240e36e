import { useMediaQuery } from '@mantine/hooks'
import { useCallback, useMemo, useState } from 'react'
import { CellMenu } from './menu.tsx'
import { DayChoice } from './day-choice.tsx'
import { RosterGrid } from './grid.tsx'
import type { Cell } from './grid-model.ts'
import { PreviewLine } from './preview-line.tsx'
import { Palette } from './palette.tsx'
import { previewOf } from './edits.ts'
import { RosterDialogs, type Opened } from './roster-dialogs.tsx'
import { RosterSide } from './roster-side.tsx'
import type { RosterSearch } from './roster-search.ts'
import { RefusalNote } from './refusal-note.tsx'
import { PersonTotals } from './person-totals.tsx'
import { Toolbar } from './toolbar.tsx'
import { blankShift } from './make-shift.ts'
import type { FindingView, LevelRank, Roster } from './types.ts'
import { useCommands } from './use-commands.ts'
import { usePlace, useRows, useZoneOf, type View } from './use-desk.ts'
import { useDrag } from './use-drag.ts'
import type { Editor } from './use-editor.ts'
import { useGridActions } from './use-grid-actions.ts'
import { useRosterWords } from './use-roster-words.ts'
import { addDays } from './weeks.ts'

type DeskProps = {
  roster: Roster
  levels: readonly LevelRank[]
  editor: Editor
  view: View
  search: RosterSearch
  go: (search: RosterSearch) => void
  /** Another period is shown until this one is there. */
  isOld: boolean
  opened: Opened | null
  setOpened: (opened: Opened | null) => void
}

export const RosterDesk = ({ roster, levels, editor, view, search, go, isOld, opened, setOpened }: DeskProps) => {
  const words = useRosterWords()
  const { spoken, say } = useSpoken()
  const nameOf = useNames(roster)
  const zoneOf = useZoneOf(roster)
  const { place, setPlace, selectedId: chosenId, select } = usePlace()
  const selectedId = chosenId === null ? null : editor.idOf(chosenId)
  const [dayIndex, setDayIndex] = useDayIndex(view)
  const person = view.view === 'person' ? (roster.workers.find(({ id }) => id === search.person) ?? roster.workers[0]) : undefined
  const { days, rows } = useRows(roster, view, person, dayIndex)
  const commands = useCommands({ roster, levels, editor, words, zoneOf, nameOf, say, select })
  const blank = (cell: Cell) => blankShift(roster, cell, levels[0]?.id)
  const { actions, menu, closeMenu, selected } = useGridActions({
    roster,
    rows,
    view,
    words,
    commands,
    place,
    setPlace,
    selectedId,
    select,
    open: setOpened,
    blank,
  })
  const dragged = useDrag({ roster, zoneOf, onDrop: commands.send })
  const preview = useMemo(() => (dragged ? previewOf(roster, levels, dragged) : null), [dragged, roster, levels])
  const jump = useJump({ roster, rows, setPlace, select })
  const isMonth = view.view === 'person'
  const activeTypes = useMemo(() => roster.shiftTypes.filter(({ isActive }) => isActive), [roster.shiftTypes])
  return (
    <>
      <Toolbar {...{ roster, view, search, words, editor, go }} open={(kind) => setOpened({ kind })} step={commands.step} />
      {editor.refusal ? <RefusalNote refusal={editor.refusal} what={commands.whatOf(editor.refusal.edit)} onClose={editor.forgive} /> : null}
      {dayIndex === null ? null : <DayChoice monday={view.monday} words={words} index={dayIndex} choose={setDayIndex} />}
      {isMonth && person ? <PersonTotals person={person} rows={rows} roster={roster} words={words} /> : null}
      {view.mayEdit ? <Palette types={activeTypes} /> : null}
      <div className="roster-layout">
        <section className={isOld ? 'card flush roster-card is-loading' : 'card flush roster-card'} aria-busy={isOld}>
          <RosterGrid {...{ roster, rows, days, words, place, selectedId, isMonth, actions }} mayEdit={view.mayEdit} hasMenu={view.isEditor} />
          {dragged && preview ? (
            <PreviewLine
              preview={preview}
              what={placeWords(nameOf(dragged.after?.personId ?? null), words.dayMonth(dragged.after?.date ?? ''))}
              words={words}
              nameOf={nameOf}
            />
          ) : null}
        </section>
        <RosterSide {...{ roster, view, words, levels, nameOf, selected, jump, commands, person }} open={setOpened} />
      </div>
      {menu ? <CellMenu {...menu} close={(back) => backTo(menu.anchor, back, closeMenu)} /> : null}
      {opened ? <RosterDialogs {...{ opened, roster, levels, view, words, nameOf, commands }} onClose={() => setOpened(null)} /> : null}
      <div role="status" aria-live="polite" className="hidden-words">
        {spoken}
      </div>
    </>
  )
}

const placeWords = (name: string, day: string): string => `${name}, ${day}`

const backTo = (anchor: HTMLElement, isWanted: boolean, close: () => void) => {
  close()
  if (isWanted) anchor.closest<HTMLElement>('[data-row]')?.focus()
}

const useNames = (roster: Roster) =>
  useMemo(() => {
    const names = new Map(roster.workers.map(({ id, name }) => [id, name]))
    return (id: string | null): string => (id === null ? '' : (names.get(id) ?? ''))
  }, [roster.workers])

/** What was said last; the same words twice are spoken twice. */
const useSpoken = () => {
  const [spoken, setSpoken] = useState('')
  const say = useCallback((words: string) => setSpoken((old) => (old === words ? `${words} ` : words)), [])
  return { spoken, say }
}

/** On a phone all people of one day are shown; null: the whole week. */
const useDayIndex = ({ view, monday, today }: View) => {
  const isNarrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const [index, setIndex] = useState(() =>
    Math.max(
      0,
      [0, 1, 2, 3, 4, 5, 6].findIndex((day) => addDays(monday, day) === today),
    ),
  )
  return [isNarrow && view === 'week' ? index : null, setIndex] as const
}

type JumpOptions = Pick<Parameters<typeof useGridActions>[0], 'roster' | 'rows' | 'setPlace' | 'select'>

/** From a finding to its cell: the last of its shifts that is on the screen. */
const useJump =
  ({ roster, rows, setPlace, select }: JumpOptions) =>
  (finding: FindingView) => {
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

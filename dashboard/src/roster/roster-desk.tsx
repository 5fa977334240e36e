import { lazy, Suspense, useMemo } from 'react'
import { CellMenu } from './menu.tsx'
import { DayChoice } from './day-choice.tsx'
import { DragPreview } from './drag-preview.tsx'
import { RosterGrid } from './grid.tsx'
import { modeOf, type Cell } from './grid-model.ts'
import { KpiRow } from './kpi-row.tsx'
import { MonthFoot } from './month-foot.tsx'
import { OpenShifts } from './open-shifts.tsx'
import { Palette } from './palette.tsx'
import { PlannerBar } from './planner-bar.tsx'
import { RosterDialogs, type Opened } from './roster-dialogs.tsx'
import { RosterSide } from './roster-side.tsx'
import type { RosterSearch } from './roster-search.ts'
import { RefusalNote } from './refusal-note.tsx'
import { PersonTotals } from './person-totals.tsx'
import { Toolbar } from './toolbar.tsx'
import { blankShift } from './make-shift.ts'
import { useLocks } from './locks.ts'
import type { LevelRank, Roster } from './types.ts'
import { useCommands } from './use-commands.ts'
import { usePlace, useRows, useZoneOf, type View } from './use-desk.ts'
import { useDayIndex, useJump, useNames, useSpoken } from './use-desk-parts.ts'
import { useOffers } from './use-offers.ts'
import type { Editor } from './use-editor.ts'
import { useGridActions } from './use-grid-actions.ts'
import { useLetters } from './use-letters.ts'
import { usePay } from './use-pay.ts'
import type { PlanOnRoster } from './use-plan.ts'
import { useRosterWords } from './use-roster-words.ts'

const PlannerPanel = lazy(async () => ({ default: (await import('../planner/planner-panel.tsx')).PlannerPanel }))

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
  plan: PlanOnRoster
}

export const RosterDesk = ({ roster, levels, editor, view, search, go, isOld, opened, setOpened, plan }: DeskProps) => {
  const words = useRosterWords()
  const { spoken, say } = useSpoken()
  const nameOf = useNames(roster)
  const zoneOf = useZoneOf(roster)
  const locked = useLocks()
  const { place, setPlace, selectedId, select } = usePlace()
  const [dayIndex, setDayIndex] = useDayIndex(view)
  const person = view.view === 'person' ? (roster.workers.find(({ id }) => id === search.person) ?? roster.workers[0]) : undefined
  const { days, rows } = useRows(roster, view, person, dayIndex)
  const pay = usePay(roster, rows, view, words)
  const commands = useCommands({ roster, levels, editor, words, zoneOf, nameOf, say, select })
  const blank = (cell: Cell) => blankShift(roster, cell, levels[0]?.id)
  const { actions, menu, closeMenu, selected } = useGridActions({
    ...{ roster, rows, view, words, commands, place, setPlace, selectedId, select, blank },
    open: setOpened,
  })
  const jump = useJump({ roster, rows, setPlace, select })
  const activeTypes = useMemo(() => roster.shiftTypes.filter(({ isActive }) => isActive), [roster.shiftTypes])
  const { letters, lettersOf, names } = useLetters(roster.shiftTypes)
  const { offers, openOffer, addOpen } = useOffers(view, setOpened)
  const isOneDay = dayIndex !== null
  const mode = modeOf(view.view)
  return (
    <>
      <Toolbar {...{ roster, view, search, words, editor, go }} open={(kind) => setOpened({ kind })} step={commands.step} plan={plan.openForm} />
      {editor.refusal ? <RefusalNote refusal={editor.refusal} what={commands.whatOf(editor.refusal.edit)} onClose={editor.forgive} /> : null}
      {view.view === 'person' ? null : <KpiRow roster={roster} pay={pay.preview} words={words} isEditor={view.isEditor} />}
      <PlannerBar plan={plan} words={words} />
      {plan.planner.view ? (
        <Suspense>
          <PlannerPanel
            {...{ words, levels, nameOf, locked }}
            planner={plan.planner}
            shown={view.period}
            zone={roster.zone}
            isShown={plan.isShown}
            show={plan.show}
            remember={plan.remember}
            applied={plan.applied}
            undo={plan.undo}
          />
        </Suspense>
      ) : null}
      {isOneDay ? <DayChoice monday={view.monday} words={words} index={dayIndex} choose={setDayIndex(go, search)} /> : null}
      {person ? <PersonTotals person={person} rows={rows} roster={roster} words={words} /> : null}
      {view.mayEdit ? <Palette types={activeTypes} /> : null}
      <div className={mode === 'month' ? 'roster-layout is-month' : 'roster-layout'}>
        <section className={isOld ? 'card flush roster-card is-loading' : 'card flush roster-card'} aria-busy={isOld}>
          <RosterGrid
            {...{ roster, rows, days, words, place, selectedId, actions, lettersOf }}
            nightPayOf={pay.nightPayOf}
            mode={mode}
            mayEdit={view.mayEdit}
            hasMenu={view.isEditor}
          >
            {view.isEditor && !person ? <OpenShifts {...{ offers, days, words }} mode={mode} open={openOffer} add={addOpen} /> : null}
            {mode === 'month' ? <MonthFoot {...{ rows, days, letters, names, words }} /> : null}
          </RosterGrid>
          <DragPreview {...{ roster, levels, words, nameOf, zoneOf }} pay={pay.facts} onDrop={commands.send} />
        </section>
        <RosterSide {...{ roster, view, words, levels, nameOf, selected, jump, commands, person }} open={setOpened} />
      </div>
      {menu ? <CellMenu {...menu} close={(back) => backTo(menu.anchor, back, closeMenu)} /> : null}
      {opened ? (
        <Suspense>
          <RosterDialogs {...{ opened, roster, levels, view, words, nameOf, commands }} pay={pay.facts} onClose={() => setOpened(null)} />
        </Suspense>
      ) : null}
      <div role="status" aria-live="polite" className="hidden-words">
        {spoken}
      </div>
    </>
  )
}

const backTo = (anchor: HTMLElement, isWanted: boolean, close: () => void) => {
  close()
  if (isWanted) anchor.closest<HTMLElement>('[data-row]')?.focus()
}

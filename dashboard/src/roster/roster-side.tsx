import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { revokeOverride } from './api.ts'
import { toggleLock } from './locks.ts'
import type { Opened } from './roster-dialogs.tsx'
import { SelectedCard, type ShiftActs } from './selected-card.tsx'
import { FindingsCard, GapsCard } from './to-fix.tsx'
import type { FindingView, GapView, LevelRank, Roster, ShiftView, WorkerView } from './types.ts'
import type { Commands } from './use-commands.ts'
import type { View } from './use-desk.ts'
import type { RosterWords } from './use-roster-words.ts'
import { useSettled } from './use-settled.ts'

type SideProps = {
  roster: Roster
  view: View
  words: RosterWords
  levels: readonly LevelRank[]
  nameOf: (id: string | null) => string
  selected: ShiftView | null
  person: WorkerView | undefined
  jump: (finding: FindingView) => void
  commands: Commands
  open: (opened: Opened) => void
}

/** Beside the grid: the selected shift, what is to be mended, where somebody is missing. */
export const RosterSide = ({ roster, view, words, levels, nameOf, selected, person, jump, commands, open }: SideProps) => {
  const takeBack = useTakeBack()
  // The people and their shifts come first, the lists a moment later.
  const settled = useSettled(roster)
  const shown = useMemo(
    () => (settled && person ? { ...settled, findings: settled.findings.filter(({ personId }) => personId === person.id) } : settled),
    [settled, person],
  )
  const { isEditor, mayEdit, plan } = view
  const mends = useMemo(
    () => (settled ? mendsIn(settled, { isEditor, mayEdit, plan }, words, nameOf, open) : { finding: {}, gap: {} }),
    [settled, isEditor, mayEdit, plan, words, nameOf, open],
  )
  const acts = actsOf(selected, view, commands, open, takeBack)
  return (
    <aside className="roster-side">
      {selected ? <SelectedCard shift={selected} roster={roster} words={words} levels={levels} nameOf={nameOf} acts={acts} /> : null}
      {isEditor && shown ? <FindingsCard roster={shown} words={words} nameOf={nameOf} jump={jump} {...mends.finding} /> : null}
      {isEditor && settled && !person ? <GapsCard roster={settled} words={words} levels={levels} {...mends.gap} /> : null}
    </aside>
  )
}

const useTakeBack = () => {
  const queryClient = useQueryClient()
  return (id: string) => void revokeOverride(id).finally(() => void queryClient.invalidateQueries({ queryKey: ['roster'] }))
}

/** The draft is mended by one change of it, judged here; what is published by the server, which holds at once. */
const mendsIn = (
  roster: Roster,
  view: Pick<View, 'isEditor' | 'mayEdit' | 'plan'>,
  words: RosterWords,
  nameOf: SideProps['nameOf'],
  open: SideProps['open'],
) => {
  if (!view.isEditor || (view.plan === 'draft' && !view.mayEdit)) return { finding: {}, gap: {} }
  if (view.plan === 'published') return { finding: {}, gap: { mend: (gap: GapView) => open({ kind: 'repairGap', gap }) } }
  const finding = ({ shiftIds, ...found }: FindingView) =>
    open({
      kind: 'mend',
      shifts: roster.shifts.filter(({ id, date }) => shiftIds.includes(id) && date >= roster.from && date < roster.to),
      title: `${nameOf(found.personId)} · ${words.rule({ shiftIds, ...found })}`,
    })
  return { finding: { mend: finding }, gap: { mend: (gap: GapView) => open({ kind: 'mendGap', gap }) } }
}

const actsOf = (shift: ShiftView | null, view: View, { remove }: Commands, open: (opened: Opened) => void, takeBack: (id: string) => void): ShiftActs => {
  if (!shift || !view.isEditor) return {}
  if (view.plan === 'published')
    return {
      standIn: () => open({ kind: 'standIn', shift }),
      swap: () => open({ kind: 'swap', shift }),
      replace: () => open({ kind: 'replace', shift }),
      repair: () => open({ kind: 'repairShift', shift }),
      takeBack,
    }
  if (!view.mayEdit) return {}
  return {
    lock: () => toggleLock(shift.id),
    move: () => open({ kind: 'move', shift }),
    change: () => open({ kind: 'shift', shift, isNew: false }),
    remove: () => remove(shift),
  }
}

import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { revokeOverride } from './api.ts'
import type { Opened } from './roster-dialogs.tsx'
import { SelectedCard, type ShiftActs } from './selected-card.tsx'
import { FindingsCard, GapsCard } from './to-fix.tsx'
import type { FindingView, LevelRank, Roster, ShiftView, WorkerView } from './types.ts'
import type { Commands } from './use-commands.ts'
import type { View } from './use-desk.ts'
import type { RosterWords } from './use-roster-words.ts'

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
  const shown = useMemo(() => (person ? { ...roster, findings: roster.findings.filter(({ personId }) => personId === person.id) } : roster), [roster, person])
  const acts = actsOf(selected, view, commands, open, takeBack)
  return (
    <aside className="roster-side">
      {selected ? <SelectedCard shift={selected} roster={roster} words={words} levels={levels} nameOf={nameOf} acts={acts} /> : null}
      {view.isEditor ? <FindingsCard roster={shown} words={words} nameOf={nameOf} jump={jump} /> : null}
      {view.isEditor && !person ? <GapsCard roster={roster} words={words} levels={levels} /> : null}
    </aside>
  )
}

const useTakeBack = () => {
  const queryClient = useQueryClient()
  return (id: string) => void revokeOverride(id).finally(() => void queryClient.invalidateQueries({ queryKey: ['roster'] }))
}

const actsOf = (shift: ShiftView | null, view: View, { remove }: Commands, open: (opened: Opened) => void, takeBack: (id: string) => void): ShiftActs => {
  if (!shift || !view.isEditor) return {}
  if (view.plan === 'published') return { standIn: () => open({ kind: 'standIn', shift }), swap: () => open({ kind: 'swap', shift }), takeBack }
  return { move: () => open({ kind: 'move', shift }), change: () => open({ kind: 'shift', shift, isNew: false }), remove: () => remove(shift) }
}

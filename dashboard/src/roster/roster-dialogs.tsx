import { lazy } from 'react'
import { useTranslation } from 'react-i18next'
import type { PayFacts } from './pay.ts'
import { CopyDialog } from './copy-dialog.tsx'
import { StandInDialog, SwapDialog } from './cover-dialogs.tsx'
import type { Edit } from './edits.ts'
import { MendDialog } from './mend-dialog.tsx'
import { MoveDialog } from './move-dialog.tsx'
import { PublishDialog } from './publish-dialog.tsx'
import { ShiftDialog } from './shift-dialog.tsx'
import { FoldDialog, HelpDialog, PublicationsDialog } from './small-dialogs.tsx'
import type { GapView, LevelRank, Roster, ShiftView } from './types.ts'
import type { Commands } from './use-commands.ts'
import type { View } from './use-desk.ts'
import type { RosterWords } from './use-roster-words.ts'

const ReplacementDialog = lazy(async () => ({ default: (await import('../planner/replacement-dialog.tsx')).ReplacementDialog }))
const OfferStateDialog = lazy(async () => ({ default: (await import('../planner/replacement-dialog.tsx')).OfferStateDialog }))
const OpenShiftDialog = lazy(async () => ({ default: (await import('../planner/replacement-dialog.tsx')).OpenShiftDialog }))
const RepairDialog = lazy(async () => ({ default: (await import('../planner/repair-dialog.tsx')).RepairDialog }))

export type Opened =
  | { kind: 'publish' | 'publications' | 'help' | 'copy' }
  | { kind: 'move' | 'standIn' | 'swap' | 'replace' | 'repairShift'; shift: ShiftView }
  | { kind: 'repairGap'; gap: GapView }
  | { kind: 'offer'; id: string; title: string }
  | { kind: 'openShift'; date: string }
  | { kind: 'mend'; shifts: ShiftView[]; title: string }
  | { kind: 'mendGap'; gap: GapView }
  /** `isNew`: not on the roster yet. */
  | { kind: 'shift'; shift: ShiftView; isNew: boolean }
  | { kind: 'fold'; edit: Edit }

type DialogsProps = {
  opened: Opened
  roster: Roster
  levels: readonly LevelRank[]
  view: View
  words: RosterWords
  nameOf: (id: string | null) => string
  commands: Commands
  pay: PayFacts
  onClose: () => void
}

export const RosterDialogs = ({ opened, roster, levels, view, words, nameOf, commands, pay, onClose }: DialogsProps) => {
  const { t } = useTranslation()
  const common = { roster, words, nameOf, onClose }
  switch (opened.kind) {
    case 'publish':
      return <PublishDialog period={view.period} zone={roster.zone} words={words} levels={levels} nameOf={nameOf} onClose={onClose} />
    case 'publications':
      return <PublicationsDialog words={words} onClose={onClose} />
    case 'help':
      return <HelpDialog onClose={onClose} />
    case 'copy':
      return <CopyDialog monday={view.monday} words={words} nameOf={nameOf} onClose={onClose} />
    case 'move':
      return <MoveDialog shift={opened.shift} levels={levels} pay={pay} move={(place) => commands.move(opened.shift, place)} {...common} />
    case 'standIn':
      return <StandInDialog shift={opened.shift} {...common} />
    case 'swap':
      return <SwapDialog shift={opened.shift} {...common} />
    case 'replace':
      return <ReplacementDialog shift={opened.shift} words={words} nameOf={nameOf} onClose={onClose} />
    case 'offer':
      return <OfferStateDialog id={opened.id} title={opened.title} words={words} onClose={onClose} />
    case 'openShift':
      return <OpenShiftDialog date={opened.date} types={roster.shiftTypes.filter(({ isActive }) => isActive)} words={words} onClose={onClose} />
    case 'repairShift': {
      const { personId, startsAt, endsAt } = opened.shift
      const title = `${nameOf(personId)}, ${words.dayMonth(opened.shift.date)}, ${words.times(opened.shift)}`
      return <RepairDialog query={{ personId, fromAt: startsAt, toAt: endsAt }} title={title} zone={roster.zone} levels={levels} {...common} />
    }
    case 'repairGap': {
      const { from, to, siteId, levelId, kind, skill } = opened.gap
      const query = { siteId, levelId, kind, skill, fromAt: from, toAt: to }
      return <RepairDialog query={query} title={words.gapTimes(opened.gap, roster.zone)} zone={roster.zone} levels={levels} {...common} />
    }
    case 'mend':
      return <MendDialog of={{ shifts: opened.shifts }} title={opened.title} levels={levels} pay={pay} send={commands.send} {...common} />
    case 'mendGap':
      return <MendDialog of={{ gap: opened.gap }} title={words.gapTimes(opened.gap, roster.zone)} levels={levels} pay={pay} send={commands.send} {...common} />
    case 'fold':
      return <FoldDialog edit={opened.edit} words={words} choose={(fold) => commands.send({ ...opened.edit, fold })} onClose={onClose} />
    case 'shift':
      return (
        <ShiftDialog
          shift={opened.shift}
          title={t(opened.isNew ? 'roster.addTitle' : 'roster.changeTitle', { name: nameOf(opened.shift.personId), day: words.dayMonth(opened.shift.date) })}
          roster={roster}
          levels={levels}
          save={(after) => commands.send({ before: opened.isNew ? null : opened.shift, after })}
          onClose={onClose}
        />
      )
  }
}

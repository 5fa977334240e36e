import { useTranslation } from 'react-i18next'
import { CopyDialog } from './copy-dialog.tsx'
import { StandInDialog, SwapDialog } from './cover-dialogs.tsx'
import type { Edit } from './edits.ts'
import { MoveDialog } from './move-dialog.tsx'
import { PublishDialog } from './publish-dialog.tsx'
import { ShiftDialog } from './shift-dialog.tsx'
import { FoldDialog, HelpDialog, PublicationsDialog } from './small-dialogs.tsx'
import type { LevelRank, Roster, ShiftView } from './types.ts'
import type { Commands } from './use-commands.ts'
import type { View } from './use-desk.ts'
import type { RosterWords } from './use-roster-words.ts'

export type Opened =
  | { kind: 'publish' | 'publications' | 'help' | 'copy' }
  | { kind: 'move' | 'standIn' | 'swap'; shift: ShiftView }
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
  onClose: () => void
}

export const RosterDialogs = ({ opened, roster, levels, view, words, nameOf, commands, onClose }: DialogsProps) => {
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
      return <MoveDialog shift={opened.shift} levels={levels} move={(place) => commands.move(opened.shift, place)} {...common} />
    case 'standIn':
      return <StandInDialog shift={opened.shift} {...common} />
    case 'swap':
      return <SwapDialog shift={opened.shift} {...common} />
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

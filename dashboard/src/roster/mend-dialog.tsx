import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { PayFacts } from './pay.ts'
import { Dialog } from '../ui/dialog.tsx'
import type { Edit } from './edits.ts'
import { mendsOf, type Wound } from './mends.ts'
import { PreviewLine } from './preview-line.tsx'
import type { LevelRank, Roster } from './types.ts'
import { useZoneOf } from './use-desk.ts'
import type { RosterWords } from './use-roster-words.ts'

type MendProps = {
  of: Wound
  title: string
  roster: Roster
  levels: readonly LevelRank[]
  pay: PayFacts
  words: RosterWords
  nameOf: (id: string | null) => string
  send: (edit: Edit) => void
  onClose: () => void
}

/** The two best ways to mend the draft with one change, each with all that it would do. */
export const MendDialog = ({ of, title, roster, levels, pay, words, nameOf, send, onClose }: MendProps) => {
  const { t } = useTranslation()
  const zoneOf = useZoneOf(roster)
  const mends = useMemo(() => mendsOf(of, { roster, levels, pay, zoneOf }), [of, roster, levels, pay, zoneOf])
  const what = ({ before, after }: Edit): string => {
    if (after === null) return t('planner.mend.remove', { name: nameOf(before?.personId ?? null) })
    const times = `${words.dayMonth(after.date)}, ${words.times(after)}`
    return t(before === null ? 'planner.mend.add' : 'planner.mend.give', { name: nameOf(after.personId), times })
  }
  return (
    <Dialog title={t('planner.mend.title', { what: title })} onClose={onClose}>
      <div className="stack">
        {mends.length === 0 ? <p>{t('planner.mend.none')}</p> : null}
        {mends.map(({ edit, preview }, index) => (
          <div key={edit.after?.personId ?? 'none'} className="stack tight roster-mend">
            <PreviewLine preview={preview} what={what(edit)} words={words} nameOf={nameOf} />
            <Button
              size="xs"
              variant={index === 0 ? 'filled' : 'default'}
              {...(index === 0 ? { 'data-autofocus': true } : {})}
              onClick={() => {
                onClose()
                send(edit)
              }}
            >
              {what(edit)}
            </Button>
          </div>
        ))}
        <p className="dim small">{t('planner.mend.why')}</p>
        <div className="actions">
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </div>
    </Dialog>
  )
}

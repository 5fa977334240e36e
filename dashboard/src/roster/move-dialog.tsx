import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PayFacts } from './pay.ts'
import { Dialog } from '../ui/dialog.tsx'
import { previewOf } from './preview.ts'
import { peopleOf } from './grid-model.ts'
import { movedShift } from './make-shift.ts'
import { PreviewLine } from './preview-line.tsx'
import type { LevelRank, Roster, ShiftView } from './types.ts'
import type { RosterWords } from './use-roster-words.ts'
import { isDate } from './weeks.ts'

type MoveProps = {
  shift: ShiftView
  roster: Roster
  levels: readonly LevelRank[]
  pay: PayFacts
  words: RosterWords
  nameOf: (id: string | null) => string
  move: (place: { personId: string; date: string }) => void
  onClose: () => void
}

/** The same as dragging, by choosing. */
export const MoveDialog = ({ shift, roster, levels, pay, words, nameOf, move, onClose }: MoveProps) => {
  const { t } = useTranslation()
  const [personId, setPersonId] = useState(shift.personId)
  const [date, setDate] = useState(shift.date)
  const people = useMemo(() => peopleOf(roster), [roster])
  const isSame = personId === shift.personId && date === shift.date
  const preview = useMemo(
    () => (isSame || !isDate(date) ? null : previewOf(roster, levels, { before: shift, after: movedShift(shift, { personId, date }) }, pay)),
    [roster, pay, levels, shift, personId, date, isSame],
  )
  return (
    <Dialog title={t('roster.moveTitle', { what: `${nameOf(shift.personId)}, ${words.dayMonth(shift.date)}, ${words.times(shift)}` })} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          onClose()
          if (isDate(date)) move({ personId, date })
        }}
      >
        <NativeSelect
          label={t('roster.person')}
          data-autofocus
          value={personId}
          onChange={(event) => setPersonId(event.currentTarget.value)}
          data={people.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <TextInput type="date" label={t('roster.date')} value={date} onChange={(event) => setDate(event.currentTarget.value)} />
        <div aria-live="polite">
          {preview ? <PreviewLine preview={preview} what={`${nameOf(personId)}, ${words.dayMonth(date)}`} words={words} nameOf={nameOf} /> : null}
        </div>
        <div className="actions">
          <Button type="submit" variant="filled" disabled={isSame || !isDate(date)}>
            {t('roster.moveHere')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

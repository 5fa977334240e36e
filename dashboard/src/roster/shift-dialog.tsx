import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toInstant } from '../../../services/roster-rules/from-wire.ts'
import { wallWindow } from '../../../services/local-time/wall-clock.ts'
import { Dialog } from '../ui/dialog.tsx'
import { peopleOf } from './grid-model.ts'
import { wallTimes } from './make-shift.ts'
import type { LevelRank, Roster, ShiftView } from './types.ts'

type ShiftProps = { shift: ShiftView; title: string; roster: Roster; levels: readonly LevelRank[]; save: (shift: ShiftView) => void; onClose: () => void }

/** A shift by hand: its times, where it belongs, who is beside it. */
export const ShiftDialog = ({ shift, title, roster, levels, save, onClose }: ShiftProps) => {
  const { t } = useTranslation()
  const { values, set } = useValues(shift)
  const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
  const isWhole = isTime(values.startsAt) && isTime(values.endsAt)
  const field = (name: Exclude<keyof Values, 'kind'>, label: string) => ({
    label,
    value: values[name],
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
  })
  const people = peopleOf(roster).filter(({ id, isGuest }) => id !== shift.personId && !isGuest)
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isWhole) return
          onClose()
          save(asShift(shift, values))
        }}
      >
        <div className="form-grid">
          <TextInput type="time" data-autofocus {...field('startsAt', t('roster.from'))} />
          <TextInput type="time" description={values.endsAt <= values.startsAt ? t('roster.nextDay') : undefined} {...field('endsAt', t('roster.to'))} />
        </div>
        <div className="form-grid">
          <NativeSelect
            label={t('roster.kind')}
            value={values.kind}
            onChange={(event) => set({ kind: event.currentTarget.value === 'onCall' ? 'onCall' : 'desk' })}
            data={[
              { value: 'desk', label: t('roster.kinds.desk') },
              { value: 'onCall', label: t('roster.kinds.onCall') },
            ]}
          />
          <NativeSelect {...field('levelId', t('roster.facts.level'))} data={levels.map(({ id, name }) => ({ value: id, label: name }))} />
        </div>
        <div className="form-grid">
          <TextInput {...field('skill', t('roster.facts.skill'))} />
          <NativeSelect
            {...field('buddyId', t('roster.facts.buddy'))}
            data={[{ value: '', label: t('roster.nobody') }, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
          />
        </div>
        <TextInput maxLength={500} {...field('note', t('roster.facts.note'))} />
        <div className="actions">
          <Button type="submit" variant="filled" disabled={!isWhole}>
            {t('form.save')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

type Values = { startsAt: string; endsAt: string; kind: ShiftView['kind']; levelId: string; skill: string; buddyId: string; note: string }

const useValues = (shift: ShiftView) => {
  const [values, setValues] = useState<Values>({
    ...wallTimes(shift),
    kind: shift.kind,
    levelId: shift.levelId,
    skill: shift.skill ?? '',
    buddyId: shift.buddyId ?? '',
    note: shift.note,
  })
  return { values, set: (part: Partial<Values>) => setValues((old) => ({ ...old, ...part })) }
}

const filled = (text: string): string | null => (text.trim() === '' ? null : text.trim())

const asShift = (shift: ShiftView, { startsAt, endsAt, skill, buddyId, ...rest }: Values): ShiftView => {
  const was = wallTimes(shift)
  const whole = { ...shift, ...rest, skill: filled(skill), buddyId: filled(buddyId) }
  if (was.startsAt === startsAt && was.endsAt === endsAt) return whole
  const { from, to } = wallWindow(shift.date, startsAt, endsAt, shift.zone)
  return { ...whole, startsAt: toInstant(from), endsAt: toInstant(to) }
}

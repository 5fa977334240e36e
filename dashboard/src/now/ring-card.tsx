import { NativeSelect, Switch, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { levelsQuery } from '../api/queries.ts'
import { onShiftQuery, skillsQuery, type OnShiftQuestion } from '../api/shift-queries.ts'
import { useFormat } from '../format/use-format.ts'
import { readWallTime } from '../format/wall-time.ts'
import { instantOf } from '../format/zoned.ts'
import { TimeField } from '../ui/time-field.tsx'
import { Card } from '../ui/pieces.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { useLanguageNames } from './languages.ts'
import { RingAnswer } from './ring-answer.tsx'

/** The instant as it is typed; both empty: now. */
type Asked = Omit<OnShiftQuestion, 'at'> & { date: string; time: string }
const NOTHING: Asked = { date: '', time: '', levelId: '', skill: '', language: '', isUrgent: false }

/** "Whose phone would ring?": the routing's own answer, now or at any other instant. */
export const RingCard = () => {
  const { t } = useTranslation()
  const { zone, zoneName } = useFormat()
  const [{ date, time, ...asked }, setAsked] = useState(NOTHING)
  const set = (change: Partial<Asked>) => setAsked((before) => ({ ...before, ...change }))
  const wall = readWallTime(time)
  const query = useQuery(onShiftQuery({ ...asked, at: date === '' || wall === null ? '' : instantOf(date, wall === '24:00' ? '00:00' : wall, zone) }))
  return (
    <Card title={t('now.ring.title')}>
      <div className="stack">
        <form className="form-grid" onSubmit={(event) => event.preventDefault()}>
          <TextInput
            type="date"
            label={t('now.ring.date')}
            description={t('now.ring.atWhy')}
            value={date}
            onChange={(event) => set({ date: event.currentTarget.value, time: time === '' ? '12:00' : time })}
          />
          <TimeField
            label={t('now.ring.time')}
            description={t('now.ring.timeWhy', { zone: zoneName })}
            value={time}
            onTime={(value) => set({ time: value })}
            disabled={date === ''}
          />
          <Choices asked={asked} set={set} />
          <Switch label={t('now.ring.urgent')} checked={asked.isUrgent} onChange={(event) => set({ isUrgent: event.currentTarget.checked })} />
        </form>
        <div aria-live="polite">
          <Loaded query={query} lines={2}>
            {(answer) => <RingAnswer answer={answer} />}
          </Loaded>
        </div>
      </div>
    </Card>
  )
}

const Choices = ({ asked, set }: { asked: Omit<Asked, 'date' | 'time'>; set: (change: Partial<Asked>) => void }) => {
  const { t } = useTranslation()
  const levels = useQuery(levelsQuery).data ?? []
  const skills = useQuery(skillsQuery).data ?? []
  const languages = useLanguageNames()
  const any = { value: '', label: t('now.ring.any') }
  return (
    <>
      <NativeSelect
        label={t('people.level')}
        value={asked.levelId}
        onChange={(event) => set({ levelId: event.currentTarget.value })}
        data={[any, ...levels.map(({ id, rank, name }) => ({ value: id, label: `${rank} · ${name}` }))]}
      />
      <NativeSelect
        label={t('now.ring.skill')}
        value={asked.skill}
        onChange={(event) => set({ skill: event.currentTarget.value })}
        data={[any, ...skills.map(({ key, name }) => ({ value: key, label: name }))]}
      />
      <NativeSelect
        label={t('now.ring.language')}
        value={asked.language}
        onChange={(event) => set({ language: event.currentTarget.value })}
        data={[any, ...languages]}
      />
    </>
  )
}

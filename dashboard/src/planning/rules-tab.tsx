import { Button, NativeSelect, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconGavel } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { levelsQuery } from '../api/queries.ts'
import { rosterSettingsQuery, workersQuery } from '../api/shift-queries.ts'
import type { RosterSettings } from '../api/shift-types.ts'
import type { Level, Role } from '../api/types.ts'
import { wallTime } from '../format/wall-time.ts'
import { mayRule } from '../shell/roles.ts'
import { Loaded } from '../ui/loaded.tsx'
import { notify } from '../ui/notices.tsx'
import { Card, Note } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { useRenew } from './choices.ts'
import { TabHead } from './table.tsx'
import { TimeField, timeField } from '../ui/time-field.tsx'

/** The house's own rule, how people sign in, and who answers for a level when nobody is on. */
export const RulesTab = ({ role }: { role: Role }) => {
  const { t } = useTranslation()
  const settings = useQuery(rosterSettingsQuery)
  const levels = useQuery(levelsQuery)
  return (
    <>
      <TabHead why={t(mayRule(role) ? 'planning.rules.why' : 'planning.rules.whyOnlyAdmin')} />
      <div className="columns rule-columns">
        <Loaded query={settings} lines={4}>
          {(values) => <SettingsCard settings={values} mayChange={mayRule(role)} />}
        </Loaded>
        <Card title={t('planning.rules.heads')}>
          <div className="stack">
            <p className="muted small">{t('planning.rules.headsWhy')}</p>
            <Loaded query={levels} lines={3}>
              {(all) => (
                <ul className="lines">
                  {[...all]
                    .sort((a, b) => b.rank - a.rank)
                    .map((level) => (
                      <HeadLine key={level.id} level={level} mayChange={mayRule(role)} />
                    ))}
                </ul>
              )}
            </Loaded>
          </div>
        </Card>
      </div>
    </>
  )
}

type SettingsValues = { from: string; to: string; minutes: number; mustSignIn: boolean; wrapUpSeconds: number }

const SettingsCard = ({ settings, mayChange }: { settings: RosterSettings; mayChange: boolean }) => {
  const { t } = useTranslation()
  const { form, sending } = useSettingsForm(settings)
  const { from, to, minutes } = form.values
  const number = (name: 'minutes' | 'wrapUpSeconds') => ({
    type: 'number',
    min: 0,
    ...form.getInputProps(name),
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => form.setFieldValue(name, Number(event.currentTarget.value)),
  })
  return (
    <Card title={t('planning.rules.house')}>
      <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
        <Note tone="accent" icon={IconGavel}>
          <span className="strong">{t('planning.rules.twoNights')}</span> {t('planning.rules.twoNightsWhy', { from, to, minutes })}
        </Note>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <fieldset className="plain-fieldset stack" disabled={!mayChange}>
          <div className="form-pair">
            <TimeField label={t('planning.rules.nightFrom')} {...timeField(form, 'from')} />
            <TimeField label={t('planning.rules.nightTo')} {...timeField(form, 'to')} />
          </div>
          <TextInput label={t('planning.rules.minutes')} description={t('planning.rules.minutesWhy')} max={480} {...number('minutes')} />
          <Switch
            label={t('planning.rules.mustSignIn')}
            description={t('planning.rules.mustSignInWhy')}
            {...form.getInputProps('mustSignIn', { type: 'checkbox' })}
          />
          <TextInput label={t('planning.rules.wrapUp')} description={t('planning.rules.wrapUpWhy')} max={3600} {...number('wrapUpSeconds')} />
        </fieldset>
        {mayChange ? (
          <div className="actions">
            <Button type="submit" variant="filled" loading={sending.isSending}>
              {t('form.save')}
            </Button>
          </div>
        ) : null}
      </form>
    </Card>
  )
}

const useSettingsForm = ({ night, mustSignIn, wrapUpSeconds }: RosterSettings) => {
  const { t } = useTranslation()
  const renew = useRenew()
  const form = useForm<SettingsValues>({
    initialValues: { ...night, mustSignIn, wrapUpSeconds },
    validate: {
      from: (time) => (/^(1[89]|2[0-3]):/.test(wallTime(time)) ? null : t('planning.rules.nightFromForm')),
      to: (time) => (/^0[4-9]:/.test(wallTime(time)) ? null : t('planning.rules.nightToForm')),
      minutes: (value) => (Number.isInteger(value) && value >= 0 && value <= 480 ? null : t('planning.rules.minutesForm')),
      wrapUpSeconds: (value) => (Number.isInteger(value) && value >= 0 && value <= 3600 ? null : t('planning.rules.wrapUpForm')),
    },
  })
  const sending = useSend({
    run: ({ from, to, minutes, ...rest }: SettingsValues) => {
      const body: RosterSettings = { night: { from: wallTime(from), to: wallTime(to), minutes }, ...rest }
      return ask<unknown>('PATCH', '/api/roster-settings', { body })
    },
    onDone: () => {
      renew()
      void notify(t('states.saved'))
    },
    form,
  })
  return { form, sending }
}

const HeadLine = ({ level, mayChange }: { level: Level; mayChange: boolean }) => {
  const { t } = useTranslation()
  const renew = useRenew()
  const workers = useQuery(workersQuery).data ?? []
  const setting = useSend({
    run: (headId: string) => ask<unknown>('PATCH', `/api/levels/${level.id}`, { body: { headId } }),
    onDone: () => {
      renew()
      void notify(t('states.saved'))
    },
  })
  const people = workers.filter(({ isActive, isTrainee, isGuest, id }) => id === level.head.id || (isActive && !isTrainee && !isGuest))
  const options = people.length === 0 ? [{ id: level.head.id, name: level.head.name }] : people
  return (
    <li className="head-line">
      <span className="strong">
        <span className="level-rank">{level.rank}</span> {level.name}
      </span>
      {mayChange ? (
        <NativeSelect
          aria-label={t('planning.rules.headOf', { level: level.name })}
          value={level.head.id}
          disabled={setting.isSending}
          onChange={(event) => setting.send(event.currentTarget.value)}
          data={options.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : (
        <span>{level.head.name}</span>
      )}
      {setting.fault ? <Fault error={setting.fault} /> : null}
    </li>
  )
}

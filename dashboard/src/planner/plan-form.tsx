import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sitesQuery } from '../api/queries.ts'
import { isDate } from '../roster/weeks.ts'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { startPlan } from './api.ts'
import { asNewPlan, SECONDS, USUAL_WEIGHTS, WEIGHTS, weightWord, type PlanValues, type WeightName } from './plan-values.ts'
import type { PlanRun } from './types.ts'

type FormProps = { initial: PlanValues; locked: ReadonlySet<string>; onStart: (run: PlanRun) => void; onClose: () => void }

/** Which days, what matters how much, what stays. */
export const PlanForm = ({ initial, locked, onStart, onClose }: FormProps) => {
  const { t } = useTranslation()
  const [values, setValues] = useState(initial)
  const set = (part: Partial<PlanValues>) => setValues((old) => ({ ...old, ...part }))
  const sending = useSend({ run: startPlan, onDone: onStart })
  const isPossible = isDate(values.from) && isDate(values.last) && values.from <= values.last
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (isPossible) sending.send(asNewPlan(values, locked))
      }}
    >
      {sending.fault ? <Fault error={sending.fault} /> : null}
      <div className="plan-columns">
        <div className="stack">
          <Days values={values} set={set} isPossible={isPossible} />
          <KeepChoice keep={values.keep} locked={locked.size} choose={(keep) => set({ keep })} />
        </div>
        <Weights values={values} set={set} />
      </div>
      <div className="actions">
        <Button type="submit" variant="filled" disabled={!isPossible} loading={sending.isSending}>
          {t('planner.start')}
        </Button>
        <Button onClick={onClose}>{t('form.cancel')}</Button>
      </div>
    </form>
  )
}

type PartProps = { values: PlanValues; set: (part: Partial<PlanValues>) => void }

const Days = ({ values, set, isPossible }: PartProps & { isPossible: boolean }) => {
  const { t } = useTranslation()
  const sites = useQuery(sitesQuery).data ?? []
  return (
    <div className="plan-days">
      <TextInput type="date" label={t('planner.from')} value={values.from} onChange={(event) => set({ from: event.currentTarget.value })} />
      <TextInput
        type="date"
        label={t('planner.last')}
        value={values.last}
        error={isPossible ? null : t('planner.daysForm')}
        onChange={(event) => set({ last: event.currentTarget.value })}
      />
      {sites.length > 1 ? (
        <NativeSelect
          label={t('planner.site')}
          value={values.siteId}
          onChange={(event) => set({ siteId: event.currentTarget.value })}
          data={[{ value: '', label: t('planner.allSites') }, ...sites.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      ) : null}
      <NativeSelect
        label={t('planner.seconds')}
        description={t('planner.secondsWhy')}
        value={String(values.seconds)}
        onChange={(event) => set({ seconds: Number(event.currentTarget.value) })}
        data={SECONDS.map((seconds) => ({ value: String(seconds), label: t('planner.secondsOf', { count: seconds }) }))}
      />
    </div>
  )
}

const KeepChoice = ({ keep, locked, choose }: { keep: PlanValues['keep']; locked: number; choose: (keep: PlanValues['keep']) => void }) => {
  const { t } = useTranslation()
  return (
    <fieldset className="plan-weights">
      <legend>{t('planner.keep.label')}</legend>
      {KEEPS.map((value) => (
        <label key={value} className="row plan-keep">
          <input type="radio" name="keep" checked={keep === value} onChange={() => choose(value)} />
          <span>{t(`planner.keep.${value}`, { count: locked })}</span>
        </label>
      ))}
      <span className="dim small">{t('planner.keep.why')}</span>
    </fieldset>
  )
}

const KEEPS = ['all', 'listed', 'none'] as const

const Weights = ({ values, set }: PartProps) => {
  const { t } = useTranslation()
  const change = (name: WeightName, weight: number) => set({ weights: { ...values.weights, [name]: weight } })
  return (
    <fieldset className="plan-weights">
      <legend>{t('planner.weights.label')}</legend>
      {WEIGHTS.map((name) => (
        <Weight key={name} name={name} weight={values.weights[name]} change={change} />
      ))}
      <button type="button" className="link-button small" onClick={() => set({ weights: USUAL_WEIGHTS })}>
        {t('planner.weights.usual')}
      </button>
    </fieldset>
  )
}

const Weight = ({ name, weight, change }: { name: WeightName; weight: number; change: (name: WeightName, weight: number) => void }) => {
  const { t } = useTranslation()
  const word = t(`planner.weights.words.${weightWord(weight)}`)
  return (
    <label className="plan-weight">
      <span>{t(`planner.weights.${name}`)}</span>
      <input
        type="range"
        min={name === 'cover' ? 1 : 0}
        max={10}
        step={1}
        value={weight}
        aria-valuetext={`${weight}: ${word}`}
        onChange={(event) => change(name, Number(event.currentTarget.value))}
      />
      <span className="small dim" aria-hidden>
        {weight} · {word}
      </span>
    </label>
  )
}

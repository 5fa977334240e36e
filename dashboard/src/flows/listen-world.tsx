import { NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useLanguageNames } from '../now/languages.ts'
import { TimeField } from '../ui/time-field.tsx'
import type { World } from './use-rehearsal.ts'

type WorldProps = { world: World; languages: readonly string[]; onChange: (next: Partial<World>) => void }

const CALLERS = ['known', 'unknown', 'withheld', 'staff'] as const
const PEOPLE = ['free', 'busy', 'nobody'] as const
const OPENINGS = ['byClock', 'open', 'closed'] as const

/** Who calls, when, and whom he would find. A change begins the call again. */
export const ListenWorld = ({ world, languages, onChange }: WorldProps) => {
  const { t } = useTranslation()
  const names = useLanguageNames(languages).filter(({ value }) => languages.includes(value))
  const pick = <Value extends string>(all: readonly Value[], value: string): Value | undefined => all.find((one) => one === value)
  return (
    <div className="listen-choice" role="group" aria-label={t('flows.listen.world')}>
      <NativeSelect
        label={t('flows.listen.caller')}
        data={CALLERS.map((value) => ({ value, label: t(`flows.listen.callers.${value}`) }))}
        value={world.caller}
        onChange={(event) => onChange({ caller: pick(CALLERS, event.currentTarget.value) ?? world.caller })}
      />
      <NativeSelect
        label={t('flows.listen.language')}
        data={names}
        value={world.language}
        onChange={(event) => onChange({ language: event.currentTarget.value })}
      />
      <TextInput
        label={t('flows.listen.date')}
        type="date"
        value={world.date}
        onChange={(event) => event.currentTarget.value !== '' && onChange({ date: event.currentTarget.value })}
      />
      <TimeField label={t('flows.listen.time')} value={world.time} onTime={(time) => onChange({ time })} />
      <NativeSelect
        label={t('flows.listen.people')}
        data={PEOPLE.map((value) => ({ value, label: t(`flows.listen.whoIsOn.${value}`) }))}
        value={world.people}
        onChange={(event) => onChange({ people: pick(PEOPLE, event.currentTarget.value) ?? world.people })}
      />
      <NativeSelect
        label={t('flows.listen.opening')}
        data={OPENINGS.map((value) => ({ value, label: t(`flows.listen.openings.${value}`) }))}
        value={world.opening}
        onChange={(event) => onChange({ opening: pick(OPENINGS, event.currentTarget.value) ?? world.opening })}
      />
    </div>
  )
}

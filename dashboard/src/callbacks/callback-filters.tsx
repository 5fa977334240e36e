import { NativeSelect, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { skillsQuery } from '../api/shift-queries.ts'
import { readCallbackFilter, SOURCES, STATES, type CallbackFilter } from './callback-filter.ts'

export const CallbackFilters = ({ filter, onFilter }: { filter: CallbackFilter; onFilter: (filter: CallbackFilter) => void }) => {
  const { t } = useTranslation()
  const skills = useQuery(skillsQuery).data ?? []
  const { page: _, ...first } = filter
  const set = (change: Record<string, unknown>) => onFilter(readCallbackFilter({ ...first, ...change }))
  const select = (name: 'state' | 'source' | 'skill', label: string, data: { value: string; label: string }[]) => (
    <NativeSelect label={label} value={filter[name] ?? ''} onChange={(event) => set({ [name]: event.currentTarget.value })} data={data} />
  )
  const any = { value: '', label: t('callbacks.all') }
  return (
    <search className="toolbar callback-filters">
      {select('state', t('callbacks.state'), [
        { value: '', label: t('callbacks.states.open') },
        ...STATES.map((value) => ({ value, label: t(`callbacks.states.${value}`) })),
        { value: 'all', label: t('callbacks.all') },
      ])}
      {select('source', t('callbacks.source'), [any, ...SOURCES.map((value) => ({ value, label: t(`callbacks.sources.${value}`) }))])}
      {skills.length === 0 ? null : select('skill', t('callbacks.skill'), [any, ...skills.map(({ key, name }) => ({ value: key, label: name }))])}
      <Switch
        className="filter-switch"
        label={t('callbacks.mine')}
        checked={filter.isMine ?? false}
        onChange={(event) => set({ isMine: event.currentTarget.checked })}
      />
    </search>
  )
}

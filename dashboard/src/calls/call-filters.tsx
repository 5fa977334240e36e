import { NativeSelect, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { numbersQuery } from '../api/queries.ts'
import { SearchField } from '../ui/search-field.tsx'
import { OUTCOMES, readFilter, type CallFilter } from './call-filter.ts'

type CallFiltersProps = { filter: CallFilter; onFilter: (filter: CallFilter, isTyping?: boolean) => void }

export const CallFilters = ({ filter, onFilter }: CallFiltersProps) => {
  const { t } = useTranslation()
  const { labels, sites } = useOrigins(filter)
  const { before: _, ...newest } = filter
  const set = (change: Record<string, unknown>, isTyping?: boolean) => onFilter(readFilter({ ...newest, ...change }), isTyping)
  return (
    <search className="toolbar">
      <SearchField label={t('calls.search')} value={filter.search ?? ''} onSearch={(search) => set({ search }, true)} />
      <NativeSelect
        label={t('calls.outcome')}
        value={filter.outcome ?? ''}
        onChange={(event) => set({ outcome: event.currentTarget.value })}
        data={[{ value: '', label: t('calls.all') }, ...OUTCOMES.map((value) => ({ value, label: t(`outcomes.${value}`) }))]}
      />
      <Choice label={t('calls.label')} value={filter.label} options={labels} onChange={(label) => set({ label })} />
      <Choice label={t('calls.site')} value={filter.site} options={sites} onChange={(site) => set({ site })} />
      <Switch
        style={{ paddingBottom: 8 }}
        label={t('calls.openOnly')}
        checked={filter.isOpen ?? false}
        onChange={(event) => set({ isOpen: event.currentTarget.checked })}
      />
    </search>
  )
}

type ChoiceProps = { label: string; value: string | undefined; options: string[]; onChange: (value: string) => void }

const Choice = ({ label, value = '', options, onChange }: ChoiceProps) => {
  const { t } = useTranslation()
  return (
    <NativeSelect
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: '', label: t('calls.all') }, ...options]}
    />
  )
}

/** Labels and sites of our numbers; one that stands in the URL stays in its list even if no number has it any more. */
const useOrigins = (filter: CallFilter) => {
  const { data = [] } = useQuery(numbersQuery)
  const unique = (values: (string | undefined)[]) => [...new Set(values.filter((value) => value !== undefined && value !== ''))].sort()
  return {
    labels: unique([...data.map(({ label }) => label), filter.label]) as string[],
    sites: unique([...data.map(({ site }) => site.name), filter.site]) as string[],
  }
}

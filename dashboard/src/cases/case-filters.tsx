import { Button, NativeSelect, Switch } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { levelsQuery, meQuery, peopleQuery } from '../api/queries.ts'
import { maySee } from '../shell/roles.ts'
import { SearchField } from '../ui/search-field.tsx'
import { readCaseFilter, SEVERITIES, SORTS, STATUSES, type CaseFilter } from './case-filter.ts'
import { useReasons } from './use-reason-name.ts'

type Props = { filter: CaseFilter; onFilter: (filter: CaseFilter, isTyping?: boolean) => void }

export const CaseFilters = ({ filter, onFilter }: Props) => {
  const { t } = useTranslation()
  const levels = useQuery(levelsQuery).data ?? []
  const reasons = useReasons()
  const owners = useOwners(filter.owner)
  const [isMore, setMore] = useState(false)
  const { page: _, ...first } = filter
  const set = (change: Record<string, unknown>, isTyping?: boolean) => onFilter(readCaseFilter({ ...first, ...change }), isTyping)
  const select = (name: keyof CaseFilter, label: string, data: { value: string; label: string }[]) => (
    <NativeSelect label={label} value={String(filter[name] ?? '')} onChange={(event) => set({ [name]: event.currentTarget.value })} data={data} />
  )
  const any = { value: '', label: t('calls.all') }
  return (
    <search className="toolbar case-filters">
      <SearchField label={t('caseWork.list.search')} value={filter.search ?? ''} onSearch={(search) => set({ search }, true)} />
      {select('owner', t('cases.owner'), [any, ...owners])}
      <Button className="only-narrow" leftSection={<IconFilter size={16} aria-hidden />} aria-expanded={isMore} onClick={() => setMore(!isMore)}>
        {t('caseWork.list.more')}
      </Button>
      <div className={isMore ? 'more-filters is-open' : 'more-filters'}>
        {select('status', t('caseWork.list.status'), [
          { value: '', label: t('cases.statuses.open') },
          ...STATUSES.slice(1).map((value) => ({ value, label: t(`cases.statuses.${value}`) })),
          { value: 'all', label: t('calls.all') },
        ])}
        {select('level', t('cases.level'), [any, ...levels.map(({ rank, name }) => ({ value: String(rank), label: `${rank} · ${name}` }))])}
        {select('severity', t('cases.severity'), [any, ...SEVERITIES.map((value) => ({ value, label: t(`cases.severities.${value}`) }))])}
        {select('reason', t('cases.reason'), [
          any,
          ...reasons,
          ...(filter.reason === undefined || reasons.some(({ value }) => value === filter.reason) ? [] : [{ value: filter.reason, label: filter.reason }]),
        ])}
        {select(
          'sort',
          t('caseWork.list.sort'),
          SORTS.map((value) => ({ value: value === 'due' ? '' : value, label: t(`caseWork.list.sorts.${value}`) })),
        )}
        <div className="row switches">
          <Switch
            label={t('caseWork.list.unattendedOnly')}
            checked={filter.isUnattended ?? false}
            onChange={(event) => set({ isUnattended: event.currentTarget.checked })}
          />
          <Switch label={t('caseWork.list.lateOnly')} checked={filter.isLate ?? false} onChange={(event) => set({ isLate: event.currentTarget.checked })} />
        </div>
      </div>
    </search>
  )
}

/** Mine, and for who may see the people: each of them. One that stands in the URL stays in the list. */
const useOwners = (owner: string | undefined) => {
  const { t } = useTranslation()
  const me = useQuery(meQuery).data
  const people = useQuery({ ...peopleQuery, enabled: me !== undefined && maySee(me.person.role, 'people') }).data ?? []
  const others = people
    .filter(({ id, isActive, level }) => isActive && level !== null && id !== me?.person.id)
    .map(({ id, name }) => ({ value: id, label: name }))
  const mine = { value: 'me', label: t('caseWork.list.mine') }
  const isListed = owner === undefined || owner === 'me' || others.some(({ value }) => value === owner)
  return [mine, ...others, ...(isListed ? [] : [{ value: owner, label: t('caseWork.list.onePerson') }])]
}

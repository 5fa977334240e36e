import { Button } from '@mantine/core'
import { IconPhoneOff, IconPlugConnectedX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { callsQuery } from '../api/queries.ts'
import type { CallList } from '../api/types.ts'
import { useLiveState } from '../live/use-live.tsx'
import { LostSince } from '../shell/live-badge.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Note, PageHead } from '../ui/pieces.tsx'
import { Empty } from '../ui/states.tsx'
import { isFiltered, type CallFilter } from './call-filter.ts'
import { CallFilters } from './call-filters.tsx'
import { CallTable } from './call-table.tsx'

const route = getRouteApi('/app/calls')

export const CallsPage = () => {
  const { t } = useTranslation()
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const query = useQuery(callsQuery(filter))
  const live = useLiveState()
  const setFilter = (next: CallFilter, isTyping = false) => void navigate({ search: next, replace: isTyping })
  return (
    <>
      <PageHead title={t('calls.title')} />
      <CallFilters filter={filter} onFilter={setFilter} />
      {live.kind === 'lost' ? (
        <Note tone="warn" icon={IconPlugConnectedX}>
          <LostSince since={live.since} />. {t('live.lostWhy')}
        </Note>
      ) : null}
      <Loaded query={query} lines={10}>
        {(list) => (
          <div className={live.kind === 'lost' ? 'is-stale stack' : 'stack'}>
            <Found list={list} filter={filter} onFilter={setFilter} />
          </div>
        )}
      </Loaded>
    </>
  )
}

const Found = ({ list, filter, onFilter }: { list: CallList; filter: CallFilter; onFilter: (filter: CallFilter) => void }) => {
  const { t } = useTranslation()
  if (list.calls.length === 0)
    return (
      <div className="card">
        {isFiltered(filter) ? (
          <Empty icon={IconPhoneOff} title={t('calls.noneFound')}>
            <Button onClick={() => onFilter({})}>{t('calls.clear')}</Button>
          </Empty>
        ) : (
          <Empty icon={IconPhoneOff} title={t('calls.none')}>
            <p>{t('calls.noneWhy')}</p>
          </Empty>
        )}
      </div>
    )
  const { next } = list
  const { before: _, ...newest } = filter
  return (
    <>
      <CallTable calls={list.calls} caption={t('calls.title')} />
      <div className="actions">
        {filter.before ? <Button onClick={() => onFilter(newest)}>{t('calls.newest')}</Button> : null}
        {next ? <Button onClick={() => onFilter({ ...filter, before: next })}>{t('calls.older')}</Button> : null}
      </div>
    </>
  )
}

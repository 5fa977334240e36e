import './cases.css'
import { Button } from '@mantine/core'
import { IconChecklist, IconPlayerTrackNext, IconPlugConnectedX, IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { casesQuery } from '../api/case-queries.ts'
import type { CaseList, CaseRow } from '../api/case-types.ts'
import { ask } from '../api/http.ts'
import { useLiveState } from '../live/use-live.tsx'
import { LostSince } from '../shell/live-badge.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { moveFocus } from '../ui/move-focus.ts'
import { Note, PageHead } from '../ui/pieces.tsx'
import { Empty, Fault } from '../ui/states.tsx'
import { useKeys } from '../ui/use-keys.ts'
import { useSend } from '../ui/use-send.ts'
import { CASES_PER_PAGE, isFiltered, type CaseFilter } from './case-filter.ts'
import { CaseFilters } from './case-filters.tsx'
import { CaseTable } from './case-table.tsx'
import { NewCaseDialog } from './new-case-dialog.tsx'

const route = getRouteApi('/app/cases')

export const CasesPage = () => {
  const { t } = useTranslation()
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const query = useQuery(casesQuery(filter))
  const live = useLiveState()
  const next = useTakeNext()
  const [isAdding, setAdding] = useState(false)
  const setFilter = (changed: CaseFilter, isTyping = false) => void navigate({ search: changed, replace: isTyping })
  useKeys({ n: () => next.send(undefined), j: () => moveFocus(1), k: () => moveFocus(-1) })
  return (
    <>
      <PageHead title={t('caseWork.list.title')}>
        <div className="actions">
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {t('caseWork.new.title')}
          </Button>
          <Button
            variant="filled"
            leftSection={<IconPlayerTrackNext size={16} aria-hidden />}
            loading={next.isSending}
            onClick={() => next.send(undefined)}
            title={t('caseWork.list.nextWhy')}
          >
            {t('caseWork.list.next')}
          </Button>
        </div>
      </PageHead>
      {next.fault ? <Fault error={next.fault} /> : null}
      <CaseFilters filter={filter} onFilter={setFilter} />
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
      {isAdding ? <NewCaseDialog onClose={() => setAdding(false)} /> : null}
    </>
  )
}

/** The case that the score puts first, given to who asks. */
const useTakeNext = () => {
  const queryClient = useQueryClient()
  const navigate = route.useNavigate()
  return useSend({
    run: () => ask<CaseRow>('POST', '/api/cases/next'),
    onDone: ({ number }) => {
      void queryClient.invalidateQueries({ queryKey: ['cases'] })
      void navigate({ to: '/cases/$number', params: { number } })
    },
  })
}

const Found = ({ list, filter, onFilter }: { list: CaseList; filter: CaseFilter; onFilter: (filter: CaseFilter) => void }) => {
  const { t } = useTranslation()
  const { page = 1 } = filter
  if (list.cases.length === 0)
    return (
      <div className="card">
        {isFiltered(filter) ? (
          <Empty icon={IconChecklist} title={t('caseWork.list.noneFound')}>
            <Button onClick={() => onFilter({})}>{t('calls.clear')}</Button>
          </Empty>
        ) : (
          <Empty icon={IconChecklist} title={t('caseWork.list.none')}>
            <p>{t('caseWork.list.noneWhy')}</p>
          </Empty>
        )}
      </div>
    )
  const first = (page - 1) * CASES_PER_PAGE
  return (
    <>
      <p className="muted small" role="status">
        {t('caseWork.list.shown', { from: first + 1, to: first + list.cases.length, count: list.total })}
        <span className="only-wide">
          {' · '}
          <kbd>J</kbd> <kbd>K</kbd> {t('caseWork.list.keysRows')} · <kbd>N</kbd> {t('caseWork.list.next')} · <kbd>/</kbd> {t('shell.search')}
        </span>
      </p>
      <CaseTable cases={list.cases} caption={t('caseWork.list.title')} />
      <div className="actions">
        {page > 1 ? <Button onClick={() => onFilter({ ...filter, page: page - 1 })}>{t('caseWork.list.before')}</Button> : null}
        {first + list.cases.length < list.total ? <Button onClick={() => onFilter({ ...filter, page: page + 1 })}>{t('caseWork.list.after')}</Button> : null}
      </div>
    </>
  )
}

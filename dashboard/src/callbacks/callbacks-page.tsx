import '../cases/cases.css'
import './callbacks.css'
import { Button } from '@mantine/core'
import { IconPhoneOutgoing, IconPlayerTrackNext, IconPlugConnectedX, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { callbackBoardQuery, callbacksQuery } from '../api/callback-queries.ts'
import type { Callback } from '../api/callback-types.ts'
import { meQuery } from '../api/queries.ts'
import { useLiveState } from '../live/use-live.tsx'
import { LostSince } from '../shell/live-badge.tsx'
import { maySupervise } from '../shell/roles.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Note, PageHead } from '../ui/pieces.tsx'
import { moveFocus } from '../ui/move-focus.ts'
import { Empty, Fault } from '../ui/states.tsx'
import { useKeys } from '../ui/use-keys.ts'
import { CALLBACKS_PER_PAGE, isFiltered, type CallbackFilter } from './callback-filter.ts'
import { CallbackFilters } from './callback-filters.tsx'
import { DetailPanel } from './detail-panel.tsx'
import { GuardCard, PausesCard } from './guard-card.tsx'
import { KeptCard } from './kept-card.tsx'
import { NewCallbackDialog } from './new-callback-dialog.tsx'
import { QueueTable } from './queue-table.tsx'
import { useTakeNext } from './use-take-next.ts'
import { WindowsCard } from './windows-card.tsx'

const route = getRouteApi('/app/callbacks')

/** Whom we promised to call back: in the order in which they are called, what the roster can bear, and what was kept. */
export const CallbacksPage = () => {
  const { t } = useTranslation()
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const me = useQuery(meQuery).data?.person
  const query = useQuery(callbacksQuery(listed(filter), me?.id))
  const live = useLiveState()
  const [isAdding, setAdding] = useState(false)
  const setFilter = (changed: CallbackFilter) => void navigate({ search: changed })
  const { shown: _, ...unshown } = filter
  const show = (id: string | undefined) => void navigate({ search: id === undefined ? unshown : { ...filter, shown: id }, replace: true })
  const next = useTakeNext(({ id }) => show(id))
  useKeys({ n: () => next.send(undefined), j: () => moveFocus(1), k: () => moveFocus(-1) })
  return (
    <>
      <PageHead title={t('callbacks.title')}>
        <div className="actions">
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {t('callbacks.new')}
          </Button>
          <Button
            variant="filled"
            leftSection={<IconPlayerTrackNext size={16} aria-hidden />}
            loading={next.isSending}
            onClick={() => next.send(undefined)}
            title={t('callbacks.nextWhy')}
          >
            {t('callbacks.next')}
          </Button>
        </div>
      </PageHead>
      {next.fault ? <Fault error={next.fault} /> : null}
      {live.kind === 'lost' ? (
        <Note tone="warn" icon={IconPlugConnectedX}>
          <LostSince since={live.since} />. {t('live.lostWhy')}
        </Note>
      ) : null}
      <Overview supervises={me !== undefined && maySupervise(me.role)} />
      <CallbackFilters filter={filter} onFilter={setFilter} />
      <div className={filter.shown === undefined ? 'callback-columns' : 'callback-columns has-panel'}>
        <Loaded query={query} lines={8}>
          {(callbacks) => (
            <div className={live.kind === 'lost' ? 'is-stale stack' : 'stack'}>
              <Found callbacks={callbacks} filter={filter} onFilter={setFilter} onShow={show} />
            </div>
          )}
        </Loaded>
        {filter.shown === undefined ? null : <DetailPanel id={filter.shown} onClose={() => show(undefined)} />}
      </div>
      {isAdding ? (
        <NewCallbackDialog
          onClose={() => setAdding(false)}
          onMade={(id) => {
            setAdding(false)
            show(id)
          }}
        />
      ) : null}
    </>
  )
}

/** Whose panel is open does not change the list. */
const listed = ({ shown: _, ...filter }: CallbackFilter): CallbackFilter => filter

const Overview = ({ supervises }: { supervises: boolean }) => {
  const query = useQuery(callbackBoardQuery)
  return (
    <div className="callback-overview">
      <Loaded query={query} lines={4}>
        {(board) => (
          <>
            <WindowsCard board={board} />
            <KeptCard />
            <div className="stack">
              <GuardCard board={board} maySupervise={supervises} />
              <PausesCard board={board} maySupervise={supervises} />
            </div>
          </>
        )}
      </Loaded>
    </div>
  )
}

type FoundProps = {
  callbacks: readonly Callback[]
  filter: CallbackFilter
  onFilter: (filter: CallbackFilter) => void
  onShow: (id: string | undefined) => void
}

const Found = ({ callbacks, filter, onFilter, onShow }: FoundProps) => {
  const { t } = useTranslation()
  const { page = 1 } = filter
  if (callbacks.length === 0)
    return (
      <div className="card">
        {isFiltered(filter) || page > 1 ? (
          <Empty icon={IconPhoneOutgoing} title={t('callbacks.noneFound')}>
            <Button onClick={() => onFilter({})}>{t('callbacks.clear')}</Button>
          </Empty>
        ) : (
          <Empty icon={IconPhoneOutgoing} title={t('callbacks.none')}>
            <p>{t('callbacks.noneWhy')}</p>
          </Empty>
        )}
      </div>
    )
  const first = (page - 1) * CALLBACKS_PER_PAGE
  return (
    <>
      <p className="muted small" role="status">
        {t('callbacks.shown', { from: first + 1, to: first + callbacks.length })}
        <span className="only-wide">
          {' · '}
          <kbd>J</kbd> <kbd>K</kbd> {t('callbacks.keysRows')} · <kbd>N</kbd> {t('callbacks.next')}
        </span>
      </p>
      <QueueTable callbacks={callbacks} shown={filter.shown} onShow={onShow} />
      <div className="actions">
        {page > 1 ? <Button onClick={() => onFilter({ ...filter, page: page - 1 })}>{t('callbacks.before')}</Button> : null}
        {callbacks.length === CALLBACKS_PER_PAGE ? <Button onClick={() => onFilter({ ...filter, page: page + 1 })}>{t('callbacks.more')}</Button> : null}
      </div>
    </>
  )
}

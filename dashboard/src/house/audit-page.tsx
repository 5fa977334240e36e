import './house.css'
import { Button, NativeSelect } from '@mantine/core'
import { IconListSearch } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { apiKeysQuery, meQuery, peopleQuery } from '../api/queries.ts'
import { useFormat } from '../format/use-format.ts'
import { readRuleSearch } from '../rules/rule-search.ts'
import { PageHead } from '../ui/pieces.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Empty, Fault, Waiting } from '../ui/states.tsx'
import { AUDIT_KINDS, factsOf, placeOf } from './audit-places.ts'
import { auditQuery, type AuditEntry } from './house-api.ts'

const route = getRouteApi('/app/audit')

/** What was done and by whom, the newest first, as it stands in the chain. */
export const AuditPage = () => {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const query = useInfiniteQuery(auditQuery(search))
  const nameOf = useNames()
  const { subject = '', kind = '' } = search
  const isFiltered = subject !== '' || kind !== ''
  const entries = query.data?.pages.flat()
  return (
    <>
      <PageHead title={t('shell.items.audit')} />
      <p className="muted house-why">{t('house.audit.why')}</p>
      <search className="toolbar">
        <SearchField
          label={t('house.audit.subject')}
          value={subject}
          onSearch={(next) => void navigate({ search: ({ subject: _, ...rest }) => (next === '' ? rest : { ...rest, subject: next }), replace: true })}
        />
        <NativeSelect
          label={t('house.audit.kind')}
          data={[{ value: '', label: t('house.audit.all') }, ...AUDIT_KINDS.map((value) => ({ value, label: t(`house.audit.kinds.${value}`) }))]}
          value={kind}
          onChange={(event) => {
            const next = event.currentTarget.value
            void navigate({ search: ({ kind: _, ...rest }) => (next === '' ? rest : { ...rest, kind: next }), replace: true })
          }}
        />
        {isFiltered ? <Button onClick={() => void navigate({ search: {} })}>{t('house.audit.clear')}</Button> : null}
      </search>
      {query.isError ? <Fault error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Waiting lines={8} /> : null}
      {entries?.length === 0 ? (
        <div className="card">
          <Empty icon={IconListSearch} title={t(isFiltered ? 'house.audit.noneFound' : 'house.audit.none')}>
            {subject === '' ? null : <p>{t('house.audit.noneFoundWhy')}</p>}
          </Empty>
        </div>
      ) : null}
      {entries && entries.length > 0 ? <AuditTable entries={entries} nameOf={nameOf} /> : null}
      {query.hasNextPage ? (
        <div className="actions">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('house.audit.more')}
          </Button>
        </div>
      ) : null}
    </>
  )
}

type NameOf = (id: string) => string | undefined

/** The audit has ids and no names: they are known to who may see the people and the keys. */
const useNames = (): NameOf => {
  const me = useQuery(meQuery).data?.person
  const isAdmin = me?.role === 'admin'
  const people = useQuery({ ...peopleQuery, enabled: isAdmin }).data ?? []
  const keys = useQuery({ ...apiKeysQuery, enabled: isAdmin }).data ?? []
  const names = new Map([...people.map(({ id, name }) => [id, name] as const), ...keys.map(({ id, name }) => [`key:${id}`, name] as const)])
  return (id) => names.get(id) ?? (id === me?.id ? me.name : undefined)
}

const AuditTable = ({ entries, nameOf }: { entries: readonly AuditEntry[]; nameOf: NameOf }) => {
  const { t } = useTranslation()
  return (
    <div className="card flush">
      <table className="list">
        <caption>{t('shell.items.audit')}</caption>
        <thead>
          <tr>
            <th scope="col" className="only-wide">
              {t('house.audit.at')}
            </th>
            <th scope="col">{t('house.audit.what')}</th>
            <th scope="col" className="only-wide">
              {t('house.audit.actor')}
            </th>
            <th scope="col" className="only-wide">
              {t('house.audit.subject')}
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry, index) => (
            <AuditRow key={entry.seq ?? `open ${index}`} entry={entry} nameOf={nameOf} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const AuditRow = ({ entry, nameOf }: { entry: AuditEntry; nameOf: NameOf }) => {
  const { t, i18n } = useTranslation()
  const { dateTime } = useFormat()
  const words = `house.audit.kinds.${entry.kind}`
  const person = entry.body['person']
  const whose = typeof person === 'string' ? nameOf(person) : undefined
  const actor = entry.actor === 'rules' ? t('house.audit.program') : nameOf(entry.actor)
  return (
    <tr>
      <td className="only-wide number house-at">{dateTime(entry.at)}</td>
      <td className="house-what">
        <span className="strong">{i18n.exists(words) ? t(words) : entry.kind}</span>
        {whose ? <span> · {whose}</span> : null}
        <span className="only-narrow stack tight small">
          <span className="muted">
            {dateTime(entry.at)} · {actor ?? entry.actor}
          </span>
          <Subject entry={entry} nameOf={nameOf} />
        </span>
        <Facts entry={entry} nameOf={nameOf} />
      </td>
      <td className="only-wide">{actor ?? <code>{entry.actor}</code>}</td>
      <td className="only-wide">
        <Subject entry={entry} nameOf={nameOf} />
      </td>
    </tr>
  )
}

/** All that happened to the same thing, and the page of the thing itself where there is one. */
const Subject = ({ entry, nameOf }: { entry: AuditEntry; nameOf: NameOf }) => {
  const { t } = useTranslation()
  const name = nameOf(entry.subject)
  return (
    <span className="stack tight">
      <Link to="/audit" search={{ subject: entry.subject }} aria-label={t('house.audit.only', { subject: name ?? entry.subject })}>
        {name ?? <code>{entry.subject}</code>}
      </Link>
      <span className="small">
        <PlaceLink entry={entry} />
      </span>
    </span>
  )
}

const PlaceLink = ({ entry }: { entry: AuditEntry }) => {
  const { t } = useTranslation()
  const place = placeOf(entry)
  if (place === null) return null
  const words = t(`house.audit.places.${place.page}`)
  if (place.page === 'customer') return <Link to="/customers/$id" params={{ id: place.ref }} children={words} />
  if (place.page === 'call') return <Link to="/calls/$sid" params={{ sid: place.ref }} children={words} />
  if (place.page === 'month') return <Link to="/reports" search={{ month: place.ref }} children={words} />
  if (place.page === 'callback') return <Link to="/callbacks" search={{ shown: place.ref }} children={words} />
  const [kind, key] = place.ref.split(':')
  return <Link to="/rules" search={readRuleSearch({ kind, key })} children={words} />
}

const Facts = ({ entry: { seq, hash, body }, nameOf }: { entry: AuditEntry; nameOf: NameOf }) => {
  const { t } = useTranslation()
  return (
    <details className="house-facts small">
      <summary>{t('house.audit.facts')}</summary>
      <dl>
        {factsOf(body).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{nameOf(value) ?? <code>{value}</code>}</dd>
          </div>
        ))}
        {seq === null ? null : (
          <div>
            <dt>{t('house.audit.place')}</dt>
            <dd>{seq}</dd>
          </div>
        )}
        {hash === null ? null : (
          <div>
            <dt>{t('house.audit.hash')}</dt>
            <dd>
              <code>{hash}</code>
            </dd>
          </div>
        )}
      </dl>
    </details>
  )
}

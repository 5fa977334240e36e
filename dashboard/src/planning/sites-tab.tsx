import { Button } from '@mantine/core'
import { IconBuilding, IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sitesQuery } from '../api/queries.ts'
import type { Role, Site } from '../api/types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { wallOf } from '../format/zoned.ts'
import { mayRule } from '../shell/roles.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card } from '../ui/pieces.tsx'
import { Empty } from '../ui/states.tsx'
import { HolidaysCard } from './holidays-card.tsx'
import { SiteDialog } from './site-dialog.tsx'
import { TabHead } from './table.tsx'

const route = getRouteApi('/app/planning')

type Opened = { kind: 'none' } | { kind: 'add' } | { kind: 'change'; site: Site }

export const SitesTab = ({ role }: { role: Role }) => {
  const { t } = useTranslation()
  const query = useQuery(sitesQuery)
  const [opened, setOpened] = useState<Opened>({ kind: 'none' })
  const close = () => setOpened({ kind: 'none' })
  const add = mayRule(role) ? { add: t('planning.sites.add'), onAdd: () => setOpened({ kind: 'add' }) } : {}
  return (
    <>
      <TabHead why={t(mayRule(role) ? 'planning.sites.why' : 'planning.sites.whyOnlyAdmin')} {...add} />
      <Loaded query={query} lines={3}>
        {(sites) =>
          sites.length === 0 ? (
            <div className="card">
              <Empty icon={IconBuilding} title={t('planning.sites.none')} />
            </div>
          ) : (
            <Sites sites={sites} {...(mayRule(role) ? { onChange: (site: Site) => setOpened({ kind: 'change', site }) } : {})} />
          )
        }
      </Loaded>
      {opened.kind === 'add' ? <SiteDialog onClose={close} /> : null}
      {opened.kind === 'change' ? <SiteDialog site={opened.site} onClose={close} /> : null}
    </>
  )
}

const Sites = ({ sites, onChange }: { sites: readonly Site[]; onChange?: (site: Site) => void }) => {
  const { t } = useTranslation()
  const search = route.useSearch()
  const { zone } = useFormat()
  const now = useNow(60_000)
  const year = search.year ?? Number(wallOf(now, zone).date.slice(0, 4))
  const shown = sites.find(({ id }) => id === search.site) ?? sites[0]
  return (
    <div className="columns site-columns">
      <div className="stack">{shown ? <HolidaysCard key={`${shown.id} ${year}`} site={shown} year={year} /> : null}</div>
      <Card title={t('planning.sites.title')}>
        <ul className="lines">
          {sites.map((site) => (
            <li key={site.id} className="middle">
              <span className="stack tight">
                <Link to="/planning" search={{ tab: 'sites', site: site.id, year }} activeProps={{}} aria-current={site.id === shown?.id ? 'true' : undefined}>
                  {site.name}
                </Link>
                <span className="muted small">
                  {site.zone} · {wallOf(now, site.zone).time}
                </span>
              </span>
              {onChange === undefined ? null : (
                <Button
                  size="xs"
                  leftSection={<IconPencil size={14} aria-hidden />}
                  onClick={() => onChange(site)}
                  aria-label={t('people.changeOf', { name: site.name })}
                >
                  {t('people.change')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Card>
    </div>
  )
}

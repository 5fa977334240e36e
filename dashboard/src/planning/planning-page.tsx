import './planning.css'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/queries.ts'
import type { Role } from '../api/types.ts'
import { RequestsTab } from '../requests/requests-tab.tsx'
import { PageHead } from '../ui/pieces.tsx'
import { Waiting } from '../ui/states.tsx'
import { AdviceTab } from './advice-tab.tsx'
import { LeaveTab } from './leave-tab.tsx'
import { NeedsTab } from './needs-tab.tsx'
import { PeopleTab } from './people-tab.tsx'
import { TABS, type Tab } from './planning-search.ts'
import { RulesTab } from './rules-tab.tsx'
import { SitesTab } from './sites-tab.tsx'
import { TypesTab } from './types-tab.tsx'

/** It reckons with calendars, as the roster does: loaded when it is opened. */
const DemandTab = lazy(async () => ({ default: (await import('./demand-tab.tsx')).DemandTab }))

const route = getRouteApi('/app/planning')

/** What a roster is made of, tab by tab; the tab stands in the URL. */
export const PlanningPage = () => {
  const { t } = useTranslation()
  const { tab = 'types' } = route.useSearch()
  const role = useQuery(meQuery).data?.person.role
  const tabs = useRef<HTMLElement>(null)
  // On a phone the row of tabs is wider than the screen.
  useEffect(() => tabs.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }), [tab])
  return (
    <>
      <PageHead title={t('planning.title')} />
      <nav className="tabs" ref={tabs} aria-label={t('planning.tabsLabel')}>
        {TABS.map((name) => (
          <Link key={name} to="/planning" search={{ tab: name }} aria-current={name === tab ? 'page' : undefined} activeProps={{}}>
            {t(`planning.tabs.${name}`)}
          </Link>
        ))}
      </nav>
      {role === undefined ? null : <Content tab={tab} role={role} />}
    </>
  )
}

const Content = ({ tab, role }: { tab: Tab; role: Role }) => {
  switch (tab) {
    case 'requests':
      return <RequestsTab />
    case 'demand':
      return (
        <Suspense fallback={<Waiting />}>
          <DemandTab />
        </Suspense>
      )
    case 'advice':
      return <AdviceTab />
    case 'types':
      return <TypesTab />
    case 'needs':
      return <NeedsTab />
    case 'people':
      return <PeopleTab role={role} />
    case 'leave':
      return <LeaveTab />
    case 'sites':
      return <SitesTab role={role} />
    case 'rules':
      return <RulesTab role={role} />
  }
}

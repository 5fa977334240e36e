import { useQuery } from '@tanstack/react-query'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/queries.ts'
import { hasChosenLanguage, switchLanguage } from '../i18n.ts'
import { LiveProvider } from '../live/use-live.tsx'
import { Navigation, TabBar } from './navigation.tsx'
import { maySee } from './roles.ts'
import { TopBar } from './top-bar.tsx'

// Nobody waits for it to see the first page.
const RingBar = lazy(async () => ({ default: (await import('../desk/ring-bar.tsx')).RingBar }))

export const Shell = () => {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  const main = useRef<HTMLElement>(null)
  useFocusOnNewPage(main)
  const language = me?.person.language
  useEffect(() => {
    if (language !== undefined && !hasChosenLanguage()) void switchLanguage(language)
  }, [language])
  if (me === undefined) return null
  return (
    <LiveProvider personId={me.person.id} isWanted={maySee(me.person.role, 'calls')}>
      <a className="skip-link" href="#content">
        {t('shell.skip')}
      </a>
      <div className="app">
        <TopBar me={me} />
        <Navigation role={me.person.role} />
        <main className="content" id="content" tabIndex={-1} ref={main}>
          <Outlet />
        </main>
        <TabBar role={me.person.role} />
        {maySee(me.person.role, 'desk') ? (
          <Suspense>
            <RingBar />
          </Suspense>
        ) : null}
      </div>
    </LiveProvider>
  )
}

/** A new page is announced by moving the focus to it, as a full load would; not on the first page, nor for filters. */
const useFocusOnNewPage = (main: React.RefObject<HTMLElement | null>) => {
  const path = useRouterState({ select: (state) => state.location.pathname })
  const last = useRef(path)
  useEffect(() => {
    if (last.current === path) return
    last.current = path
    main.current?.focus({ preventScroll: true })
  }, [path, main])
}

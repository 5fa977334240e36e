import { IconBell } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { noticesQuery } from '../api/shift-queries.ts'
import { useClosing } from '../ui/use-closing.ts'
import { unseenOf } from './notice-words.ts'

// Read with the first press: the top bar is on every first page.
const NoticeList = lazy(async () => ({ default: (await import('./notice-list.tsx')).NoticeList }))

export const NoticeBell = () => {
  const { t } = useTranslation()
  const { data = [] } = useQuery(noticesQuery)
  const [isOpen, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const count = unseenOf(data).length
  useClosing(box, isOpen, (byKey) => {
    setOpen(false)
    if (byKey) button.current?.focus()
  })
  return (
    <div className="menu" ref={box}>
      <button
        type="button"
        className="plain-button bell"
        ref={button}
        aria-expanded={isOpen}
        aria-label={count === 0 ? t('notices.bell') : t('notices.bellUnseen', { count })}
        onClick={() => setOpen(!isOpen)}
      >
        <IconBell size={18} stroke={1.8} aria-hidden className="icon" />
        {count > 0 ? (
          <span className="bell-count" aria-hidden>
            {count > 99 ? '99+' : count}
          </span>
        ) : null}
      </button>
      {isOpen ? (
        <section className="menu-panel notice-panel" aria-label={t('notices.title')}>
          <Suspense fallback={<p className="muted notice-soon">{t('states.loading')}</p>}>
            <NoticeList close={() => setOpen(false)} />
          </Suspense>
        </section>
      ) : null}
    </div>
  )
}

import { Button, Skeleton } from '@mantine/core'
import { IconAlertTriangle, IconPlugConnectedX, IconLock, type TablerIcon } from '@tabler/icons-react'
import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/http.ts'
import { useProblemWords } from './use-problem-words.ts'

type EmptyProps = { icon: TablerIcon; title: string; isPage?: boolean; children?: ReactNode }

/** `isPage`: this is all that the screen has, so its title is the screen's heading. */
export const Empty = ({ icon: Icon, title, isPage = false, children }: EmptyProps) => (
  <div className="empty">
    <Icon size={32} stroke={1.5} aria-hidden />
    <Title isPage={isPage} words={title} />
    {children}
  </div>
)

const Title = ({ isPage, words }: { isPage: boolean; words: string }) => {
  if (isPage) return <h1 className="as-text">{words}</h1>
  return (
    <p className="strong" style={{ color: 'var(--text)' }}>
      {words}
    </p>
  )
}

type FaultProps = { error: unknown; onRetry?: (() => void) | undefined; isPage?: boolean }

/** What went wrong, why, and what to do about it. */
export const Fault = ({ error, onRetry, isPage = false }: FaultProps) => {
  const { t } = useTranslation()
  const { title, why, Icon } = useFaultWords(error)
  return (
    <div className="note bad" role="alert">
      <Icon size={20} aria-hidden className="icon" />
      <div className="grow stack tight">
        <Title isPage={isPage} words={title} />
        {why ? <span>{why}</span> : null}
        {onRetry ? (
          <div className="actions" style={{ marginTop: 6 }}>
            <Button onClick={onRetry}>{t('states.retry')}</Button>
          </div>
        ) : null}
      </div>
    </div>
  )
}

const useFaultWords = (error: unknown): { title: string; why: string; Icon: TablerIcon } => {
  const { t } = useTranslation()
  const problemWords = useProblemWords()
  if (!(error instanceof ApiError)) return { title: t('faults.page'), why: error instanceof Error ? error.message : '', Icon: IconAlertTriangle }
  const { status } = error.problem
  if (status === 0) return { title: t('faults.offline'), why: t('faults.offlineWhy'), Icon: IconPlugConnectedX }
  const why = problemWords(error.problem)
  if (status === 403) return { title: t('faults.forbidden'), why, Icon: IconLock }
  if (status === 404) return { title: t('faults.missing'), why, Icon: IconAlertTriangle }
  if (status >= 500) return { title: t('faults.server'), why, Icon: IconAlertTriangle }
  return { title: t('faults.refused'), why, Icon: IconAlertTriangle }
}

/** Grey lines in the place of a list, shown only when the answer takes longer than 300 ms. */
export const Waiting = ({ lines = 6 }: { lines?: number }) => {
  const { t } = useTranslation()
  const isLong = useAfter(300)
  return (
    <div className="card" role="status" aria-label={t('states.loading')} style={{ visibility: isLong ? 'visible' : 'hidden' }}>
      <div className="stack">
        {Array.from({ length: lines }, (_, index) => (
          <Skeleton key={index} height={18} width={`${92 - ((index * 17) % 40)}%`} radius="sm" />
        ))}
      </div>
    </div>
  )
}

const useAfter = (milliseconds: number): boolean => {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), milliseconds)
    return () => clearTimeout(timer)
  }, [milliseconds])
  return isOver
}

import { IconMapOff } from '@tabler/icons-react'
import { Link, type ErrorComponentProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Empty, Fault } from '../ui/states.tsx'

export const NotFound = () => {
  const { t } = useTranslation()
  return (
    <main className="content">
      <Empty isPage icon={IconMapOff} title={t('states.noPage')}>
        <Link to="/">{t('states.toStart')}</Link>
      </Empty>
    </main>
  )
}

export const RouteFault = ({ error, reset }: ErrorComponentProps) => (
  <main className="content">
    <Fault isPage error={error} onRetry={reset} />
  </main>
)

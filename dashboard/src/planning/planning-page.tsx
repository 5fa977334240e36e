import { useTranslation } from 'react-i18next'
import { PageHead } from '../ui/pieces.tsx'

export const PlanningPage = () => {
  const { t } = useTranslation()
  return <PageHead title={t('shell.items.planning')} />
}

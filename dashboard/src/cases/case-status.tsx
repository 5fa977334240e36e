import { IconCircleCheck, IconCircleDot } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Pill } from '../ui/pieces.tsx'

export const CaseStatus = ({ status }: { status: string }) => {
  const { t, i18n } = useTranslation()
  const words = i18n.exists(`cases.statuses.${status}`) ? t(`cases.statuses.${status}`) : status
  const isOpen = status === 'open' || status === 'reopened'
  return (
    <Pill tone={isOpen ? 'accent' : 'ok'} icon={isOpen ? IconCircleDot : IconCircleCheck}>
      {words}
    </Pill>
  )
}

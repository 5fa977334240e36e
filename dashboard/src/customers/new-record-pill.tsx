import { IconUserPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Pill } from '../ui/pieces.tsx'

export const NewRecordPill = () => {
  const { t } = useTranslation()
  return (
    <Pill tone="accent" icon={IconUserPlus}>
      {t('customers.new')}
    </Pill>
  )
}

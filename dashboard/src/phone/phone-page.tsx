import { IconInfoCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from '@tanstack/react-router'
import { meQuery } from '../api/queries.ts'
import { Card, Note, PageHead } from '../ui/pieces.tsx'
import { PhoneDesk } from './phone-desk.tsx'

export const PhonePage = () => {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  return (
    <>
      <PageHead title={t('phone.title')} />
      {me?.hasPhone === false ? <RealNumbers /> : <PhoneDesk />}
    </>
  )
}

/** With real Twilio numbers there is nothing to dial from here: the line is called from any telephone. */
const RealNumbers = () => {
  const { t } = useTranslation()
  return (
    <Card>
      <Note tone="accent" icon={IconInfoCircle}>
        <p className="strong">{t('phone.realTitle')}</p>
        <p>{t('phone.realWhy')}</p>
        <p style={{ marginTop: 6 }}>
          <Link to="/calls">{t('phone.realGo')}</Link>
        </p>
      </Note>
    </Card>
  )
}

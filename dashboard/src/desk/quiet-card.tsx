import { IconHeadset } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/queries.ts'
import { groupNumber } from '../format/phone-number.ts'
import { Empty } from '../ui/states.tsx'

/** No call now: where it will appear, and what makes it ring. */
export const QuietCard = () => {
  const { t } = useTranslation()
  const me = useQuery(meQuery).data
  const phone = me?.person.phone
  return (
    <div className="card">
      <Empty icon={IconHeadset} title={t('desk.quiet.title')}>
        <p>{t('desk.quiet.why')}</p>
        {me === undefined ? null : (
          <p className="small">
            {phone ? t(me.hasPhone ? 'desk.quiet.inPage' : 'desk.quiet.ownPhone', { number: groupNumber(phone) }) : t('desk.quiet.noPhone')}
          </p>
        )}
        {me?.hasPhone ? (
          <p>
            <Link to="/phone">{t('desk.quiet.try')}</Link>
          </p>
        ) : null}
      </Empty>
    </div>
  )
}

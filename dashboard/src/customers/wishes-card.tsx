import { useTranslation } from 'react-i18next'
import type { CustomerWishes } from '../api/case-types.ts'
import { zoneName } from '../format/zoned.ts'
import { Card } from '../ui/pieces.tsx'

/** How and when he wants to hear from us, and who looks after him. */
export const WishesCard = ({ wishes }: { wishes: CustomerWishes }) => {
  const { t } = useTranslation()
  const { preferredChannel, allowedHours, zone, accountManager } = wishes
  return (
    <Card title={t('customerWork.wishes.title')}>
      <dl className="facts">
        <div>
          <dt>{t('customerWork.wishes.channel')}</dt>
          <dd>{preferredChannel === null ? t('customerWork.wishes.anyChannel') : t(`caseWork.messages.channels.${preferredChannel}`)}</dd>
        </div>
        <div>
          <dt>{t('customerWork.wishes.hours')}</dt>
          <dd>
            {allowedHours === null ? t('customerWork.wishes.anyHours') : `${allowedHours.from}–${allowedHours.to}`}
            {zone === null ? '' : ` · ${zoneName(zone)}`}
          </dd>
        </div>
        <div>
          <dt>{t('customerWork.wishes.manager')}</dt>
          <dd>{accountManager?.name ?? '—'}</dd>
        </div>
      </dl>
    </Card>
  )
}

import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RoomMember } from '../api/desk-types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { Note } from '../ui/pieces.tsx'
import type { Acts } from './use-acts.ts'

/** A colleague was called in; the caller holds meanwhile. */
export const ConsultBar = ({ colleague, acts }: { colleague: RoomMember; acts: Acts }) => {
  const { t } = useTranslation()
  const name = colleague.person?.name ?? groupNumber(colleague.number)
  const isIn = colleague.state === 'in'
  return (
    <div role="status">
      <Note tone="accent">
        <p className="strong">{t(isIn ? 'desk.consult.in' : 'desk.consult.calling', { name })}</p>
        <p className="muted small">{t('desk.consult.why')}</p>
        <div className="actions" style={{ marginTop: 8 }}>
          <Button size="xs" variant="filled" disabled={!isIn} loading={acts.isSending} onClick={() => acts.send({ act: 'transfer' })}>
            {t('desk.consult.handOver')}
          </Button>
          <Button size="xs" loading={acts.isSending} onClick={() => acts.send({ act: 'dropConsulted' })}>
            {t('desk.consult.back')}
          </Button>
        </div>
      </Note>
    </div>
  )
}

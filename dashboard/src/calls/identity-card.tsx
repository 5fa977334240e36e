import { Button } from '@mantine/core'
import { IconHelpHexagon, IconUserCheck, IconUserPlus, IconUserQuestion, type TablerIcon } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { CallDetail, Identity } from '../api/types.ts'
import { notify } from '../ui/notices.tsx'
import { Card, Note, Pill, type Tone } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

const LOOKS: Record<Identity, { tone: Tone; icon: TablerIcon }> = {
  none: { tone: 'plain', icon: IconHelpHexagon },
  known: { tone: 'ok', icon: IconUserCheck },
  claimed: { tone: 'warn', icon: IconUserQuestion },
  confirmed: { tone: 'ok', icon: IconUserCheck },
  new: { tone: 'accent', icon: IconUserPlus },
}

/** Whose call it is, how sure we are, and the two buttons that correct it. */
export const IdentityCard = ({ call }: { call: CallDetail }) => {
  const { t } = useTranslation()
  const attach = useAttach(call.sid)
  const { tone, icon } = LOOKS[call.identity]
  const candidates = call.candidates.filter(({ id }) => id !== call.customer?.id)
  return (
    <Card
      title={t('identity.title')}
      aside={
        <Pill tone={tone} icon={icon}>
          {t(`identity.names.${call.identity}`)}
        </Pill>
      }
    >
      <div className="stack">
        {call.customer ? (
          <Link to="/customers/$id" params={{ id: call.customer.id }} className="strong" style={{ fontSize: 16 }}>
            {call.customer.name}
          </Link>
        ) : null}
        <p className="muted">{t(`identity.words.${call.identity}`)}</p>
        {attach.fault ? <Fault error={attach.fault} /> : null}
        {call.customer ? (
          <div className="actions">
            {call.identity === 'claimed' ? (
              <Button variant="filled" loading={attach.isSending} onClick={() => attach.send(call.customer?.id ?? null)}>
                {t('identity.confirm')}
              </Button>
            ) : null}
            <Button loading={attach.isSending} onClick={() => attach.send(null)}>
              {t('identity.notHim')}
            </Button>
          </div>
        ) : null}
        {candidates.length > 0 ? <Candidates candidates={candidates} attach={attach} /> : null}
      </div>
    </Card>
  )
}

type Attach = ReturnType<typeof useAttach>

const Candidates = ({ candidates, attach }: { candidates: CallDetail['candidates']; attach: Attach }) => {
  const { t, i18n } = useTranslation()
  const why = (reason: string): string => (i18n.exists(`identity.reasons.${reason}`) ? t(`identity.reasons.${reason}`) : reason)
  return (
    <Note>
      <p className="strong">{t('identity.candidates')}</p>
      <p className="muted small">{t('identity.candidatesWhy')}</p>
      <ul className="lines" style={{ marginTop: 8 }}>
        {candidates.map((customer) => (
          <li key={customer.id} style={{ alignItems: 'center' }}>
            <span className="stack tight">
              <Link to="/customers/$id" params={{ id: customer.id }}>
                {customer.name}
              </Link>
              <span className="muted small">{customer.reasons.map(why).join(' · ')}</span>
            </span>
            <Button size="xs" loading={attach.isSending} onClick={() => attach.send(customer.id)} aria-label={t('identity.isHisOf', { name: customer.name })}>
              {t('identity.isHis')}
            </Button>
          </li>
        ))}
      </ul>
    </Note>
  )
}

const useAttach = (sid: string) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  return useSend({
    run: (customerId: string | null) => ask<unknown>('POST', `/api/calls/${encodeURIComponent(sid)}/customer`, { body: { customerId } }),
    onDone: (_, customerId) => {
      void queryClient.invalidateQueries()
      void notify(t(customerId === null ? 'identity.detached' : 'identity.attached'))
    },
  })
}

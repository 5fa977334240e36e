import { Button } from '@mantine/core'
import { IconMail, IconMessage, IconPhone, IconSend, type TablerIcon } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseDetail, CaseMessage } from '../api/case-types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { useFormat } from '../format/use-format.ts'
import { Card, Pill, type Tone } from '../ui/pieces.tsx'
import { MessageDialog } from './message-dialog.tsx'

const CHANNELS: Record<'sms' | 'email' | 'call', TablerIcon> = { sms: IconMessage, email: IconMail, call: IconPhone }
const TONES: Record<CaseMessage['state'], Tone> = {
  planned: 'accent',
  handed: 'plain',
  delivered: 'ok',
  failed: 'bad',
  unknown: 'warn',
  superseded: 'plain',
  refused: 'warn',
}

/** What the customer was told by us, by which way, and whether it reached him. */
export const MessagesCard = ({ one }: { one: CaseDetail }) => {
  const { t } = useTranslation()
  const [isWriting, setWriting] = useState(false)
  return (
    <Card
      title={t('caseWork.messages.title')}
      aside={
        one.customer === null ? null : (
          <Button size="xs" leftSection={<IconSend size={14} aria-hidden />} onClick={() => setWriting(true)}>
            {t('caseWork.messages.write')}
          </Button>
        )
      }
    >
      {one.outgoing.length === 0 ? <p className="muted">{t('caseWork.messages.none')}</p> : null}
      <ul className="lines">
        {one.outgoing.map((message) => (
          <MessageLine key={message.id} message={message} />
        ))}
      </ul>
      {isWriting ? <MessageDialog one={one} onClose={() => setWriting(false)} /> : null}
    </Card>
  )
}

const MessageLine = ({ message }: { message: CaseMessage }) => {
  const { t, i18n } = useTranslation()
  const { dateTime } = useFormat()
  const Icon = message.channel === null ? IconSend : CHANNELS[message.channel]
  const kind = `caseWork.messages.kinds.${message.kind}`
  return (
    <li>
      <details className="grow">
        <summary>
          <Icon size={16} aria-hidden className="icon" /> {i18n.exists(kind) ? t(kind) : message.kind}
          <span className="muted small"> · {dateTime(message.state === 'planned' ? message.dueAt : message.createdAt)}</span>
        </summary>
        <div className="stack tight message-text">
          <span className="muted small">
            {t(`caseWork.messages.channels.${message.channel ?? 'none'}`)}
            {message.to === null ? '' : ` · ${groupNumber(message.to)}`}
          </span>
          {message.subject === null ? null : <span className="strong">{message.subject}</span>}
          <span className="as-written">{message.text}</span>
        </div>
      </details>
      <span title={t(`caseWork.messages.stateWords.${message.state}`)}>
        <Pill tone={TONES[message.state]}>{t(`caseWork.messages.states.${message.state}`)}</Pill>
      </span>
    </li>
  )
}

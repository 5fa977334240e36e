import { IconPhoneCall, IconMessage, IconNote, IconPhoneOutgoing, IconTicket, type TablerIcon } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { DeskPop } from '../api/desk-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { Card, Pill } from '../ui/pieces.tsx'
import { OpenCases } from './open-cases.tsx'
import { RecordHead } from './record-head.tsx'
import type { Form } from './use-form.ts'

/** Whose call it is, what came before, and what is still open. */
export const RecordColumn = ({ pop, form }: { pop: DeskPop; form: Form | null }) => (
  <div className="desk-record">
    <RecordHead pop={pop} />
    <Awaited callbacks={pop.callbacks} />
    <OpenCases pop={pop} form={form} />
    <LastContacts contacts={pop.lastContacts} />
    <Captured captured={pop.captured} />
  </div>
)

/** Who calls while we are to call him is told when, and need not wait for it any longer. */
const Awaited = ({ callbacks }: Pick<DeskPop, 'callbacks'>) => {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const now = useNow(60_000)
  if (callbacks.length === 0) return null
  return (
    <Card title={t('desk.callbacks.awaited')}>
      <ul className="lines">
        {callbacks.map(({ id, state, from, to, name, words }) => (
          <li key={id}>
            <span className="stack tight">
              <Link to="/callbacks" search={{ shown: id }} className="strong">
                {t('desk.callbacks.window', { from: moment(from, now), to: moment(to, now) })}
              </Link>
              {name === '' && words === '' ? null : <span className="muted small">{[name, words].filter(Boolean).join(': ')}</span>}
            </span>
            <Pill>{t(`callbacks.states.${state}`)}</Pill>
          </li>
        ))}
      </ul>
    </Card>
  )
}

type Contact = DeskPop['lastContacts'][number]

const SIGNS: Record<Contact['kind'], TablerIcon> = { call: IconPhoneCall, case: IconTicket, callback: IconPhoneOutgoing, message: IconMessage, note: IconNote }

const LastContacts = ({ contacts }: { contacts: readonly Contact[] }) => {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const now = useNow(60_000)
  return (
    <Card title={t('desk.contacts.title')}>
      {contacts.length === 0 ? <p className="muted">{t('desk.contacts.none')}</p> : null}
      <ol className="contacts">
        {contacts.map((contact) => (
          <li key={`${contact.kind} ${contact.ref} ${contact.at}`}>
            <time dateTime={contact.at}>{moment(contact.at, now)}</time>
            <Pill icon={SIGNS[contact.kind]}>{t(`desk.contacts.kinds.${contact.kind}`)}</Pill>
            <ContactText contact={contact} />
          </li>
        ))}
      </ol>
    </Card>
  )
}

const ContactText = ({ contact: { kind, ref, text } }: { contact: Contact }) => {
  const { t, i18n } = useTranslation()
  if (kind === 'call')
    return (
      <Link to="/calls/$sid" params={{ sid: ref }}>
        {t(`outcomes.${i18n.exists(`outcomes.${text}`) ? text : 'open'}`)}
      </Link>
    )
  if (kind === 'note') return <span>{text}</span>
  return (
    <Link to="/cases/$number" params={{ number: ref }}>
      {text}
    </Link>
  )
}

const Captured = ({ captured }: Pick<DeskPop, 'captured'>) => {
  const { t } = useTranslation()
  if (captured.length === 0) return null
  return (
    <Card title={t('call.captured')}>
      <dl className="facts">
        {captured.map(({ name, value, isConfirmed }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value} {isConfirmed ? null : <span className="muted small">({t('call.unconfirmed')})</span>}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

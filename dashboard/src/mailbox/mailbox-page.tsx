import '../cases/cases.css'
import { IconMailOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mailboxQuery } from '../api/case-queries.ts'
import type { Mail } from '../api/case-types.ts'
import { useFormat } from '../format/use-format.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card, PageHead } from '../ui/pieces.tsx'
import { Empty } from '../ui/states.tsx'

/** What would have gone out by e-mail: without a mail server of the company, all of it stays here. */
export const MailboxPage = () => {
  const { t } = useTranslation()
  const query = useQuery(mailboxQuery)
  return (
    <>
      <PageHead title={t('mailbox.title')} />
      <p className="muted">{t('mailbox.why')}</p>
      <Loaded query={query} lines={6}>
        {(mails) =>
          mails === null || mails.length === 0 ? (
            <div className="card">
              <Empty icon={IconMailOff} title={t(mails === null ? 'mailbox.notHere' : 'mailbox.none')}>
                <p>{t(mails === null ? 'mailbox.notHereWhy' : 'mailbox.noneWhy')}</p>
              </Empty>
            </div>
          ) : (
            <Mails mails={mails} />
          )
        }
      </Loaded>
    </>
  )
}

const Mails = ({ mails }: { mails: readonly Mail[] }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  const [openId, setOpenId] = useState<string | undefined>(mails[0]?.id)
  const open = mails.find(({ id }) => id === openId)
  return (
    <div className="columns mailbox">
      <ul className="mails" aria-label={t('mailbox.title')}>
        {mails.map((mail) => (
          <li key={mail.id}>
            <button type="button" className="case-line" aria-pressed={mail.id === openId} onClick={() => setOpenId(mail.id)}>
              <span className="strong">{mail.subject || t('mailbox.noSubject')}</span>
              <span className="muted small">
                {mail.to} · {dateTime(mail.at)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {open === undefined ? null : (
        <Card title={open.subject || t('mailbox.noSubject')}>
          <p className="muted small">
            {t('mailbox.fromTo', { from: open.from, to: open.to })} · {dateTime(open.at)}
          </p>
          <p className="as-written mail-text">{open.text}</p>
        </Card>
      )}
    </div>
  )
}

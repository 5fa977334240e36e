import { Button, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { Decision, Offer, OfferPerson } from '../api/pay-types.ts'
import { useAmounts } from '../format/use-amounts.ts'
import { useFormat } from '../format/use-format.ts'
import { Note, Pill } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { FindingLines } from './finding-lines.tsx'
import { OfferState } from './mine-card.tsx'
import { OfferHead, useSpanWords } from './offer-head.tsx'

/** One shift that looks for somebody, as who plans sees it: who was asked in which order, who said what, and the decision where one is needed. */
export const OfferDecision = ({ offer }: { offer: Offer }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  const spanWords = useSpanWords()
  const isRaised = offer.state === 'open' && offer.raisedAt !== null
  return (
    <li>
      <div className="stack tight grow">
        <OfferHead offer={offer} />
        {offer.given === null ? null : <span className="small">{t('requests.offers.for', { shift: spanWords(offer.given) })}</span>}
        <span className="row">
          <OfferState offer={offer} />
          {isRaised ? (
            <Pill tone="bad" icon={IconAlertTriangle}>
              {t('requests.inbox.raised')}
            </Pill>
          ) : null}
          {offer.state === 'open' && offer.raiseAt !== null && !isRaised ? (
            <span className="muted small">{t('requests.inbox.raiseAt', { at: dateTime(offer.raiseAt) })}</span>
          ) : null}
        </span>
        {offer.reason === '' ? null : <span className="muted small">“{offer.reason}”</span>}
        <Asked people={offer.people} />
        <Decide offer={offer} />
      </div>
    </li>
  )
}

/** Who was asked, the fairest first, and why in that order. */
const Asked = ({ people }: { people: readonly OfferPerson[] }) => {
  const { t } = useTranslation()
  const { hours } = useAmounts()
  const { dateTime } = useFormat()
  if (people.length === 0) return <p className="small strong">{t('requests.inbox.nobodyFits')}</p>
  const figures = ({ why }: OfferPerson) =>
    t('requests.inbox.order', { nights: why['nights'] ?? 0, weekends: why['weekends'] ?? 0, hours: hours(Math.round((why['hours'] ?? 0) * 60)) })
  return (
    <details>
      <summary className="small">{t('requests.inbox.asked', { count: people.length })}</summary>
      <ol className="request-asked">
        {people.map((one) => (
          <li key={one.id}>
            <span className="strong">{one.name}</span> <span className="muted small">{figures(one)}</span>
            <span className="small request-said">
              {one.toldAt === null
                ? t('requests.inbox.notYet')
                : one.answer === null
                  ? [
                      t('requests.inbox.askedAt', { at: dateTime(one.toldAt) }),
                      ...(one.textAt === null ? [] : [t('requests.inbox.textAt', { at: dateTime(one.textAt) })]),
                    ].join(' · ')
                  : t(`requests.inbox.answers.${one.answer}`, { at: one.answeredAt === null ? '' : dateTime(one.answeredAt) })}
            </span>
          </li>
        ))}
      </ol>
    </details>
  )
}

const Decide = ({ offer }: { offer: Offer }) => {
  const { t } = useTranslation()
  const spanWords = useSpanWords()
  const queryClient = useQueryClient()
  const [answer, setAnswer] = useState('')
  const renew = () => {
    for (const kind of ['offers', 'roster', 'board', 'my-shifts']) void queryClient.invalidateQueries({ queryKey: [kind] })
  }
  const deciding = useSend({ run: (body: Decision) => ask<Offer>('POST', `/api/shift-offers/${offer.id}/decision`, { body }), onDone: renew })
  const withdrawing = useSend({ run: () => ask<Offer>('POST', `/api/shift-offers/${offer.id}/withdrawal`), onDone: renew })
  const findings = deciding.done?.mine?.findings ?? []
  return (
    <>
      {deciding.fault ? <Fault error={deciding.fault} /> : null}
      {withdrawing.fault ? <Fault error={withdrawing.fault} /> : null}
      {findings.length === 0 ? null : (
        <div role="alert">
          <Note tone="bad" icon={IconAlertTriangle}>
            <span className="strong">{t('requests.inbox.notLawful')}</span>
            <FindingLines findings={findings} />
          </Note>
        </div>
      )}
      {offer.state === 'accepted' ? (
        <>
          <TextInput label={t('requests.inbox.answer')} value={answer} onChange={(event) => setAnswer(event.currentTarget.value)} />
          <div className="actions">
            <Button variant="filled" loading={deciding.isSending} onClick={() => deciding.send({ isGranted: true, answer })}>
              {t('requests.inbox.approve')}
            </Button>
            <Button loading={deciding.isSending} onClick={() => deciding.send({ isGranted: false, answer })}>
              {t('requests.inbox.refuse')}
            </Button>
          </div>
        </>
      ) : (
        <div className="actions">
          <Button
            size="xs"
            loading={withdrawing.isSending}
            onClick={() => withdrawing.send(undefined)}
            aria-label={t('requests.inbox.withdrawOf', { shift: spanWords(offer.shift) })}
          >
            {t('requests.inbox.withdraw')}
          </Button>
        </div>
      )}
    </>
  )
}

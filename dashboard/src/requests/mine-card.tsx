import { Button } from '@mantine/core'
import { IconCheck, IconClockX, IconHourglassEmpty, IconUsers, IconX, type TablerIcon } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { Offer } from '../api/pay-types.ts'
import { offersQuery } from '../api/request-queries.ts'
import { Card, Pill, type Tone } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { OfferHead, useSpanWords } from './offer-head.tsx'

const SIGNS: Record<Offer['state'], { tone: Tone; icon: TablerIcon }> = {
  open: { tone: 'accent', icon: IconUsers },
  accepted: { tone: 'warn', icon: IconHourglassEmpty },
  done: { tone: 'ok', icon: IconCheck },
  refused: { tone: 'bad', icon: IconX },
  withdrawn: { tone: 'plain', icon: IconX },
  expired: { tone: 'plain', icon: IconClockX },
}
const SHOWN_PAST = 5

/** What I have offered or taken, and what became of it. */
export const MineCard = ({ myId }: { myId: string }) => {
  const { t } = useTranslation()
  const list = useQuery(offersQuery).data
  const mine = list?.mine ?? []
  const past = (list?.past ?? []).filter((offer) => offer.person?.id === myId || offer.takenBy?.id === myId).slice(0, SHOWN_PAST)
  if (mine.length === 0 && past.length === 0) return null
  return (
    <Card title={t('requests.mine.title')}>
      <ul className="lines">
        {mine.map((offer) => (
          <Line key={offer.id} offer={offer} myId={myId} />
        ))}
      </ul>
      {past.length === 0 ? null : (
        <details className="folded-weeks">
          <summary>{t('requests.mine.past')}</summary>
          <ul className="lines">
            {past.map((offer) => (
              <Line key={offer.id} offer={offer} myId={myId} />
            ))}
          </ul>
        </details>
      )}
    </Card>
  )
}

export const OfferState = ({ offer }: { offer: Offer }) => {
  const { t } = useTranslation()
  const { tone, icon } = SIGNS[offer.state]
  return (
    <Pill tone={tone} icon={icon}>
      {t(`requests.offers.states.${offer.state}`, { name: offer.takenBy?.name ?? '' })}
    </Pill>
  )
}

const Line = ({ offer, myId }: { offer: Offer; myId: string }) => {
  const { t } = useTranslation()
  const spanWords = useSpanWords()
  const queryClient = useQueryClient()
  const withdrawing = useSend({
    run: () => ask<unknown>('POST', `/api/shift-offers/${offer.id}/withdrawal`),
    onDone: () => void queryClient.invalidateQueries({ queryKey: ['offers'] }),
  })
  const isLive = offer.state === 'open' || offer.state === 'accepted'
  return (
    <li>
      <div className="stack tight grow">
        <OfferHead offer={offer} />
        {offer.given === null ? null : <span className="small">{t('requests.offers.for', { shift: spanWords(offer.given) })}</span>}
        <span className="row">
          <OfferState offer={offer} />
          {offer.answer === '' ? null : <span className="muted small">“{offer.answer}”</span>}
        </span>
        {withdrawing.fault ? <Fault error={withdrawing.fault} /> : null}
        {isLive && offer.person?.id === myId ? (
          <div className="actions">
            <Button
              className="thumb"
              loading={withdrawing.isSending}
              onClick={() => withdrawing.send(undefined)}
              aria-label={t('requests.mine.withdrawOf', { shift: spanWords(offer.shift) })}
            >
              {t('requests.mine.withdraw')}
            </Button>
          </div>
        ) : null}
      </div>
    </li>
  )
}

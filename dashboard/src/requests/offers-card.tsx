import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconCircleCheck, IconClockX, IconCoin, IconHourglassEmpty, type TablerIcon } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { Offer, OfferAnswer } from '../api/pay-types.ts'
import { offersQuery } from '../api/request-queries.ts'
import { useAmounts } from '../format/use-amounts.ts'
import { Card, Note, Pill, type Tone } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { FindingLines } from './finding-lines.tsx'
import { OfferHead, useSpanWords } from './offer-head.tsx'
import { outcomeOf, toAnswer, type Outcome } from './outcome.ts'
import { SwapAnswerDialog } from './swap-answer-dialog.tsx'

const TONES: Record<Outcome, { tone: Tone; icon: TablerIcon }> = {
  yours: { tone: 'ok', icon: IconCircleCheck },
  toApprove: { tone: 'accent', icon: IconHourglassEmpty },
  faster: { tone: 'warn', icon: IconClockX },
  unlawful: { tone: 'bad', icon: IconAlertTriangle },
  over: { tone: 'warn', icon: IconClockX },
  declined: { tone: 'plain', icon: IconCheck },
}

type Answered = { outcome: Outcome; offer: Offer }

/** Shifts that look for somebody, and I may be the one. The first lawful yes has it; what became of mine stays on the screen. */
export const OffersCard = ({ myId }: { myId: string }) => {
  const { t } = useTranslation()
  const query = useQuery(offersQuery)
  const [answered, setAnswered] = useState<Answered | null>(null)
  // What has just been answered goes at once, not with the next look at the server.
  const isAnswered = ({ id }: Offer) => id === answered?.offer.id && answered.outcome !== 'unlawful'
  const offers = toAnswer(query.data?.open ?? [], myId).filter((offer) => !isAnswered(offer))
  if (query.isError) return <Fault error={query.error} onRetry={() => void query.refetch()} />
  if (offers.length === 0 && answered === null) return null
  return (
    <Card title={t('requests.offers.title')} aside={offers.length === 0 ? null : <Pill tone="accent">{offers.length}</Pill>}>
      <div className="stack">
        {answered === null ? null : <OutcomeNote answered={answered} />}
        <ul className="lines">
          {offers.map((offer) => (
            <OfferLine key={offer.id} offer={offer} myId={myId} onAnswered={setAnswered} />
          ))}
        </ul>
      </div>
    </Card>
  )
}

const OutcomeNote = ({ answered: { outcome, offer } }: { answered: Answered }) => {
  const { t } = useTranslation()
  const spanWords = useSpanWords()
  const { tone, icon } = TONES[outcome]
  return (
    <div role="status">
      <Note tone={tone} icon={icon}>
        <span className="strong">{t(`requests.offers.outcomes.${outcome}`, { shift: spanWords(offer.shift), name: offer.takenBy?.name ?? '' })}</span>
        {outcome === 'unlawful' && offer.mine !== null ? <FindingLines findings={offer.mine.findings} /> : null}
      </Note>
    </div>
  )
}

type LineProps = { offer: Offer; myId: string; onAnswered: (answered: Answered) => void }

const OfferLine = ({ offer, myId, onAnswered }: LineProps) => {
  const { t } = useTranslation()
  const spanWords = useSpanWords()
  const [isChoosing, setChoosing] = useState(false)
  const answering = useAnswer(offer, myId, (answered) => (setChoosing(false), onAnswered(answered)))
  const canTake = offer.mine?.canTake === true
  const mustChoose = offer.kind === 'swap' && offer.wanted === null
  const take = () => (mustChoose ? setChoosing(true) : answering.send({ isYes: true }))
  return (
    <li>
      <div className="stack tight grow">
        <OfferHead offer={offer} />
        <Premium offer={offer} />
        <Rules offer={offer} />
        {offer.needsApproval ? <p className="muted small">{t('requests.offers.needsApproval')}</p> : null}
        {answering.fault ? <Fault error={answering.fault} /> : null}
        <div className="actions">
          {canTake ? (
            <Button
              variant="filled"
              className="thumb"
              loading={answering.isSending}
              onClick={take}
              aria-label={t(offer.kind === 'swap' ? 'requests.offers.exchangeOf' : 'requests.offers.takeOf', { shift: spanWords(offer.shift) })}
            >
              {t(offer.kind === 'swap' ? 'requests.offers.exchange' : 'requests.offers.take')}
            </Button>
          ) : null}
          <Button
            className="thumb"
            loading={answering.isSending}
            onClick={() => answering.send({ isYes: false })}
            aria-label={t('requests.offers.declineOf', { shift: spanWords(offer.shift) })}
          >
            {t('requests.offers.decline')}
          </Button>
        </div>
      </div>
      {isChoosing ? (
        <SwapAnswerDialog
          offer={offer}
          isSending={answering.isSending}
          onChoose={(withShiftId) => answering.send({ isYes: true, withShiftId })}
          onClose={() => setChoosing(false)}
        />
      ) : null}
    </li>
  )
}

const useAnswer = (offer: Offer, myId: string, onAnswered: (answered: Answered) => void) => {
  const queryClient = useQueryClient()
  return useSend({
    run: (body: OfferAnswer) => ask<Offer>('POST', `/api/shift-offers/${offer.id}/answer`, { body }),
    onDone: (now, { isYes }) => {
      onAnswered({ outcome: outcomeOf(now, isYes, myId), offer: now })
      for (const kind of ['offers', 'my-shifts', 'board', 'pay']) void queryClient.invalidateQueries({ queryKey: [kind] })
    },
  })
}

const Premium = ({ offer: { mine } }: { offer: Offer }) => {
  const { t } = useTranslation()
  const { money } = useAmounts()
  if (mine === null || mine.premium === null || mine.currency === null || mine.premium <= 0) return null
  return (
    <p>
      <Pill tone="night" icon={IconCoin}>
        {t('requests.offers.premium', { amount: money(mine.premium, mine.currency) })}
      </Pill>
    </p>
  )
}

/** What the rules say to my taking it. Of an exchange it depends on what I give. */
const Rules = ({ offer: { mine, kind } }: { offer: Offer }) => {
  const { t } = useTranslation()
  if (mine === null) return null
  if (!mine.canTake)
    return (
      <>
        <p className="strong small">{t('requests.offers.cannot')}</p>
        <FindingLines findings={mine.findings} />
      </>
    )
  if (kind === 'swap') return null
  return mine.findings.length > 0 ? (
    <FindingLines findings={mine.findings} />
  ) : (
    <p>
      <Pill tone="ok" icon={IconCircleCheck}>
        {t('requests.offers.lawful')}
      </Pill>
    </p>
  )
}

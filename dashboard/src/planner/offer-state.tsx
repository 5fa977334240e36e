import { Button } from '@mantine/core'
import { IconCheck, IconClock, IconX, type TablerIcon } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import type { RosterWords } from '../roster/use-roster-words.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Pill, type Tone } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { decideOffer, offerQuery, withdrawOffer } from './api.ts'
import type { Offer } from './types.ts'

const TONES: Record<Offer['state'], Tone> = { open: 'accent', accepted: 'warn', done: 'ok', refused: 'bad', withdrawn: 'plain', expired: 'bad' }
const ANSWERS: Record<'yes' | 'no' | 'late' | 'unlawful', { tone: Tone; icon: TablerIcon }> = {
  yes: { tone: 'ok', icon: IconCheck },
  no: { tone: 'plain', icon: IconX },
  late: { tone: 'plain', icon: IconClock },
  unlawful: { tone: 'bad', icon: IconX },
}

export const OfferPill = ({ state }: Pick<Offer, 'state'>) => {
  const { t } = useTranslation()
  return <Pill tone={TONES[state]}>{t(`planner.offers.states.${state}`)}</Pill>
}

/** How the search for somebody goes, as it happens: whom it was offered to, in which order, and what they said. */
export const OfferState = ({ id, words }: { id: string; words: RosterWords }) => (
  <Loaded query={useQuery(offerQuery(id))} lines={3}>
    {(offer) => <State offer={offer} words={words} />}
  </Loaded>
)

const State = ({ offer, words }: { offer: Offer; words: RosterWords }) => {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow(30_000)
  return (
    <div className="stack">
      <div className="row" role="status">
        <OfferPill state={offer.state} />
        {offer.takenBy ? <span className="strong">{t('planner.offers.takenBy', { name: offer.takenBy.name })}</span> : null}
        {offer.state === 'open' && offer.raisedAt !== null ? <span>{t('planner.offers.raised')}</span> : null}
        {offer.state === 'open' && offer.raisedAt === null && offer.raiseAt !== null ? (
          <span className="muted">{t('planner.offers.raiseAt', { at: format.moment(offer.raiseAt, now) })}</span>
        ) : null}
      </div>
      {offer.people.length === 0 ? <p>{t('planner.offers.nobody')}</p> : <People people={offer.people} words={words} />}
      <Buttons offer={offer} />
    </div>
  )
}

const People = ({ people, words }: { people: Offer['people']; words: RosterWords }) => {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      <ol className="plan-people" aria-label={t('planner.offers.people')}>
        {[...people]
          .sort((a, b) => a.rank - b.rank)
          .map((person) => (
            <li key={person.id}>
              <span className="row spread">
                <span className="strong">{person.name}</span>
                <Answer person={person} />
              </span>
              <span className="small muted">
                {[
                  ...whyOf(person.why).map(({ name, value }) => `${t(`planner.offers.why.${name}`)} ${words.number(value)}`),
                  person.toldAt === null ? t('planner.offers.notTold') : t('planner.offers.told', { at: format.time(person.toldAt) }),
                  person.textAt === null ? '' : t('planner.offers.textAt', { at: format.time(person.textAt) }),
                  person.noticeMinutes === null ? '' : t('planner.offers.notice', { hours: words.hours(person.noticeMinutes) }),
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </span>
            </li>
          ))}
      </ol>
      <details className="roster-details small">
        <summary>{t('planner.offers.meaning.title')}</summary>
        {(['load', 'balance', 'order'] as const).map((name) => (
          <p key={name}>{t(`planner.offers.meaning.${name}`)}</p>
        ))}
      </details>
    </>
  )
}

const WHY = ['nights', 'weekends', 'holidays', 'hours', 'balance'] as const

const whyOf = (why: Record<string, number>) => WHY.flatMap((name) => (why[name] === undefined ? [] : [{ name, value: why[name] }]))

const Answer = ({ person: { answer, answeredAt, via } }: { person: Offer['people'][number] }) => {
  const { t } = useTranslation()
  const format = useFormat()
  if (answer === null) return <span className="dim small">{t('planner.offers.noAnswer')}</span>
  const { tone, icon } = ANSWERS[answer]
  return (
    <span className="row">
      <Pill tone={tone} icon={icon}>
        {t(`planner.offers.answers.${answer}`)}
      </Pill>
      {answeredAt === null ? null : (
        <span className="dim small">
          {format.time(answeredAt)}
          {via === null ? '' : ` ${t(`planner.offers.via.${via}`)}`}
        </span>
      )}
    </span>
  )
}

const Buttons = ({ offer }: { offer: Offer }) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const onDone = () => {
    void queryClient.invalidateQueries({ queryKey: ['offers'] })
    void queryClient.invalidateQueries({ queryKey: ['roster'] })
  }
  const withdrawing = useSend({ run: () => withdrawOffer(offer.id), onDone })
  const deciding = useSend({ run: (isGranted: boolean) => decideOffer(offer.id, isGranted), onDone })
  const fault = withdrawing.fault ?? deciding.fault
  return (
    <>
      {fault ? <Fault error={fault} /> : null}
      <div className="actions">
        {offer.state === 'accepted' && offer.needsApproval ? (
          <>
            <Button size="xs" variant="filled" loading={deciding.isSending} onClick={() => deciding.send(true)}>
              {t('planner.offers.grant')}
            </Button>
            <Button size="xs" loading={deciding.isSending} onClick={() => deciding.send(false)}>
              {t('planner.offers.refuse')}
            </Button>
          </>
        ) : null}
        {offer.state === 'open' ? (
          <Button size="xs" loading={withdrawing.isSending} onClick={() => withdrawing.send(undefined)}>
            {t('planner.offers.withdraw')}
          </Button>
        ) : null}
      </div>
    </>
  )
}

import './requests.css'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { workedTimesQuery } from '../api/pay-queries.ts'
import { leaveRequestsQuery, offersQuery, wishesQuery } from '../api/request-queries.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { wallOf } from '../format/zoned.ts'
import { WorkedLine } from '../pay/worked-card.tsx'
import { TabHead } from '../planning/table.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Card, Pill } from '../ui/pieces.tsx'
import { LeaveDecision } from './leave-decision.tsx'
import { OfferDecision } from './offer-decision.tsx'
import { inboxOrder } from './outcome.ts'
import { WishLine } from './wishes-card.tsx'

/** What people ask of the roster, for who plans: each with what a yes would break or leave open. */
export const RequestsTab = () => {
  const { t } = useTranslation()
  return (
    <>
      <TabHead why={t('requests.inbox.why')} />
      <div className="columns request-columns">
        <div className="stack">
          <LeaveInbox />
          <OfferInbox />
        </div>
        <div className="stack">
          <WorkedInbox />
          <Wishes />
        </div>
      </div>
    </>
  )
}

const Count = ({ count }: { count: number }) => (count === 0 ? null : <Pill tone="warn">{count}</Pill>)

const LeaveInbox = () => {
  const { t } = useTranslation()
  const query = useQuery(leaveRequestsQuery)
  const asked = (query.data ?? []).filter(({ state }) => state === 'asked')
  return (
    <Card title={t('requests.inbox.leave')} aside={<Count count={asked.length} />}>
      <Loaded query={query} lines={3}>
        {() =>
          asked.length === 0 ? (
            <p className="muted">{t('requests.inbox.leaveNone')}</p>
          ) : (
            <ul className="lines">
              {asked.map((request) => (
                <LeaveDecision key={request.id} request={request} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}

const OfferInbox = () => {
  const { t } = useTranslation()
  const query = useQuery(offersQuery)
  const offers = inboxOrder(query.data?.open ?? [])
  const waiting = offers.filter(({ state, raisedAt }) => state === 'accepted' || raisedAt !== null)
  return (
    <Card title={t('requests.inbox.offers')} aside={<Count count={waiting.length} />}>
      <Loaded query={query} lines={3}>
        {() =>
          offers.length === 0 ? (
            <p className="muted">{t('requests.inbox.offersNone')}</p>
          ) : (
            <ul className="lines">
              {offers.map((offer) => (
                <OfferDecision key={offer.id} offer={offer} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}

const WorkedInbox = () => {
  const { t } = useTranslation()
  const query = useQuery(workedTimesQuery('proposed'))
  return (
    <Card title={t('pay.worked.inbox')} aside={<Count count={query.data?.length ?? 0} />}>
      <Loaded query={query} lines={2}>
        {(all) =>
          all.length === 0 ? (
            <p className="muted">{t('pay.worked.inboxNone')}</p>
          ) : (
            <ul className="lines">
              {all.map((worked) => (
                <WorkedLine key={worked.id} worked={worked} mayDecide withName />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}

const Wishes = () => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const query = useQuery(wishesQuery(wallOf(useNow(60_000), zone).date))
  return (
    <Card title={t('requests.inbox.wishes')}>
      <Loaded query={query} lines={2}>
        {(wishes) =>
          wishes.length === 0 ? (
            <p className="muted">{t('requests.inbox.wishesNone')}</p>
          ) : (
            <ul className="lines">
              {wishes.map((wish) => (
                <WishLine key={wish.id} wish={wish} withName />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}

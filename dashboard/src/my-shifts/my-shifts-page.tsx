import './my-shifts.css'
import '../requests/requests.css'
import { IconCoin } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/queries.ts'
import { myShiftsQuery } from '../api/shift-queries.ts'
import type { MyShifts } from '../api/shift-types.ts'
import type { Me } from '../api/types.ts'
import { useNow } from '../format/use-now.ts'
import { MineCard } from '../requests/mine-card.tsx'
import { OffersCard } from '../requests/offers-card.tsx'
import { WishesCard } from '../requests/wishes-card.tsx'
import { maySee } from '../shell/roles.ts'
import { Loaded } from '../ui/loaded.tsx'
import { PageHead } from '../ui/pieces.tsx'
import { FeedsCard } from './feeds-card.tsx'
import { HandoversCard } from './handovers-card.tsx'
import { LeavesCard } from './leaves-card.tsx'
import { PinCard } from './pin-card.tsx'
import { PresenceButtons } from './presence-buttons.tsx'
import { ShiftWeeks } from './shift-weeks.tsx'
import { StandingCard } from './standing-card.tsx'
import { WeekCard } from './week-card.tsx'

/** What an agent looks at on his phone: am I on, until when, who is next; when am I on again. */
export const MyShiftsPage = () => {
  const { t } = useTranslation()
  const me = useQuery(meQuery).data
  const query = useQuery(myShiftsQuery)
  return (
    <>
      <PageHead title={t('myShifts.title')}>
        {me !== undefined && maySee(me.person.role, 'pay') ? (
          <Link to="/pay" search={{ view: 'mine' }} className="plain-button" activeProps={{}}>
            <IconCoin size={18} aria-hidden className="icon" />
            {t('requests.toPay')}
          </Link>
        ) : null}
      </PageHead>
      <Loaded query={query}>{(shifts) => (me === undefined ? null : <Contents me={me} shifts={shifts} />)}</Loaded>
    </>
  )
}

const Contents = ({ me, shifts }: { me: Me; shifts: MyShifts }) => {
  const now = useNow(5_000)
  const myId = me.person.id
  const own = shifts.duties.filter(({ person }) => person.id === myId)
  // A guest has shifts, but asks nothing of the roster.
  const mayOffer = maySee(me.person.role, 'pay')
  return (
    <div className="columns my-shifts">
      <div className="stack">
        <StandingCard shifts={shifts} own={own} now={now}>
          <PresenceButtons shifts={shifts} own={own} now={now} />
        </StandingCard>
        {mayOffer ? <OffersCard myId={myId} /> : null}
        <WeekCard duties={shifts.duties} leaves={shifts.leaves} myId={myId} now={now} mayOffer={mayOffer} />
        {mayOffer ? <MineCard myId={myId} /> : null}
        <ShiftWeeks duties={shifts.duties} myId={myId} now={now} />
      </div>
      <div className="stack">
        <LeavesCard me={me} leaves={shifts.leaves} now={now} mayAsk={mayOffer} />
        {mayOffer ? <WishesCard myId={myId} now={now} /> : null}
        <HandoversCard me={me} />
        <FeedsCard />
        <PinCard />
      </div>
    </div>
  )
}

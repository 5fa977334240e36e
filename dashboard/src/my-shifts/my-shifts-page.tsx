import './my-shifts.css'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/queries.ts'
import { myShiftsQuery } from '../api/shift-queries.ts'
import type { MyShifts } from '../api/shift-types.ts'
import type { Me } from '../api/types.ts'
import { useNow } from '../format/use-now.ts'
import { Loaded } from '../ui/loaded.tsx'
import { PageHead } from '../ui/pieces.tsx'
import { FeedsCard } from './feeds-card.tsx'
import { HandoversCard } from './handovers-card.tsx'
import { LeavesCard } from './leaves-card.tsx'
import { PinCard } from './pin-card.tsx'
import { PresenceButtons } from './presence-buttons.tsx'
import { ShiftWeeks } from './shift-weeks.tsx'
import { StandingCard } from './standing-card.tsx'

/** What an agent looks at on his phone: am I on, until when, who is next; when am I on again. */
export const MyShiftsPage = () => {
  const { t } = useTranslation()
  const me = useQuery(meQuery).data
  const query = useQuery(myShiftsQuery)
  return (
    <>
      <PageHead title={t('myShifts.title')} />
      <Loaded query={query}>{(shifts) => (me === undefined ? null : <Contents me={me} shifts={shifts} />)}</Loaded>
    </>
  )
}

const Contents = ({ me, shifts }: { me: Me; shifts: MyShifts }) => {
  const now = useNow(5_000)
  const own = shifts.duties.filter(({ person }) => person.id === me.person.id)
  return (
    <div className="columns my-shifts">
      <div className="stack">
        <StandingCard shifts={shifts} own={own} now={now}>
          <PresenceButtons shifts={shifts} own={own} now={now} />
        </StandingCard>
        <ShiftWeeks duties={shifts.duties} myId={me.person.id} now={now} />
      </div>
      <div className="stack">
        <HandoversCard me={me} />
        <LeavesCard me={me} leaves={shifts.leaves} now={now} />
        <FeedsCard />
        <PinCard />
      </div>
    </div>
  )
}

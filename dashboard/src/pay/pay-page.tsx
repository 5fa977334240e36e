import '../planning/planning.css'
import './pay.css'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { myPayQuery, payStatementQuery } from '../api/pay-queries.ts'
import { meQuery } from '../api/queries.ts'
import type { Me } from '../api/types.ts'
import { useAmounts } from '../format/use-amounts.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { wallOf } from '../format/zoned.ts'
import { plusMonths } from '../reports/months.ts'
import { maySeePay } from '../shell/roles.ts'
import { Loaded } from '../ui/loaded.tsx'
import { PageHead } from '../ui/pieces.tsx'
import { HouseMonth } from './house-month.tsx'
import { PacksTab } from './packs-tab.tsx'
import { VIEWS, type PaySearch, type PayView } from './pay-search.ts'
import { Statement } from './statement.tsx'

const route = getRouteApi('/app/pay')
/** How far ahead the published roster is worth reckoning. */
const AHEAD_MONTHS = 2

/** What one's own work is paid and why; for who sees all pay, the month of the house and its packs too. */
export const PayPage = () => {
  const me = useQuery(meQuery).data
  return me === undefined ? null : <Page me={me} />
}

const Page = ({ me }: { me: Me }) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const { month: monthName } = useAmounts()
  const search = route.useSearch()
  const seesAll = maySeePay(me.person.role)
  const thisMonth = wallOf(useNow(60_000), zone).date.slice(0, 7)
  const { month = thisMonth, person } = search
  const view: PayView = seesAll ? (search.view ?? 'house') : 'mine'
  return (
    <>
      <PageHead title={view === 'packs' ? t('pay.packs.title') : t('pay.title', { month: monthName(month) })}>
        {view === 'packs' ? null : <Months search={{ ...search, month }} last={plusMonths(thisMonth, AHEAD_MONTHS)} />}
      </PageHead>
      {seesAll ? <Views view={view} month={search.month} /> : null}
      {view === 'packs' ? <PacksTab /> : null}
      {view === 'mine' ? <Mine month={month} me={me} /> : null}
      {view === 'house' && person !== undefined ? <Theirs month={month} personId={person} me={me} /> : null}
      {view === 'house' && person === undefined ? <HouseMonth month={month} thisMonth={thisMonth} me={me} /> : null}
    </>
  )
}

const Months = ({ search, last }: { search: PaySearch & { month: string }; last: string }) => {
  const { t } = useTranslation()
  const step = (by: 1 | -1, words: string, Icon: typeof IconChevronLeft) => (
    <Link to="/pay" search={{ ...search, month: plusMonths(search.month, by) }} className="plain-button" activeProps={{}} aria-label={words} title={words}>
      <Icon size={18} aria-hidden className="icon" />
    </Link>
  )
  return (
    <div className="actions no-print">
      {step(-1, t('pay.earlier'), IconChevronLeft)}
      {search.month < last ? step(1, t('pay.later'), IconChevronRight) : null}
    </div>
  )
}

const Views = ({ view, month }: { view: PayView; month: string | undefined }) => {
  const { t } = useTranslation()
  return (
    <nav className="pay-views no-print" aria-label={t('pay.views.label')}>
      {VIEWS.map((name) => (
        <Link
          key={name}
          to="/pay"
          search={{ view: name, ...(month === undefined ? {} : { month }) }}
          aria-current={name === view ? 'page' : undefined}
          activeProps={{}}
        >
          {t(`pay.views.${name}`)}
        </Link>
      ))}
    </nav>
  )
}

const Mine = ({ month, me }: { month: string; me: Me }) => {
  const { i18n } = useTranslation()
  const query = useQuery(myPayQuery(month, i18n.language))
  return (
    <Loaded query={query} lines={8}>
      {(statement) => <Statement key={statement.month} statement={statement} me={me} isOwn />}
    </Loaded>
  )
}

const Theirs = ({ month, personId, me }: { month: string; personId: string; me: Me }) => {
  const { t, i18n } = useTranslation()
  const query = useQuery(payStatementQuery(month, personId, i18n.language))
  return (
    <>
      <p>
        <Link to="/pay" search={{ view: 'house', month }} activeProps={{}}>
          {t('pay.toMonth')}
        </Link>
      </p>
      <Loaded query={query} lines={8}>
        {(statement) => <Statement key={`${statement.month} ${personId}`} statement={statement} me={me} isOwn={personId === me.person.id} />}
      </Loaded>
    </>
  )
}

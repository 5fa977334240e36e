import {
  IconAddressBook,
  IconAdjustments,
  IconAlertTriangle,
  IconBroadcast,
  IconCalendarMonth,
  IconCalendarUser,
  IconCoin,
  IconDeviceMobile,
  IconHash,
  IconHeadset,
  IconListSearch,
  IconPhoneCall,
  IconPhoneOff,
  IconPhoneOutgoing,
  IconRoute,
  IconUser,
  IconUsers,
  IconUsersGroup,
  IconChecklist,
  IconCrown,
  IconMail,
  IconPyramid,
  IconReportAnalytics,
  IconScale,
  type TablerIcon,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { mailboxQuery } from '../api/case-queries.ts'
import type { Role } from '../api/types.ts'
import { maySee, type Screen } from './roles.ts'

type Item = {
  screen: Screen
  to:
    | '/desk'
    | '/now'
    | '/my-shifts'
    | '/roster'
    | '/planning'
    | '/phone'
    | '/calls'
    | '/customers'
    | '/people'
    | '/numbers'
    | '/flows'
    | '/account'
    | '/callbacks'
    | '/incidents'
    | '/directory'
    | '/cases'
    | '/pyramid'
    | '/executive'
    | '/reports'
    | '/rules'
    | '/mailbox'
    | '/blocked-numbers'
    | '/audit'
    | '/pay'
  icon: TablerIcon
}

const WORK: Item[] = [
  { screen: 'desk', to: '/desk', icon: IconHeadset },
  { screen: 'now', to: '/now', icon: IconBroadcast },
  { screen: 'phone', to: '/phone', icon: IconDeviceMobile },
  { screen: 'cases', to: '/cases', icon: IconChecklist },
  { screen: 'calls', to: '/calls', icon: IconPhoneCall },
  { screen: 'customers', to: '/customers', icon: IconUsersGroup },
]
/** Beside the daily work. */
const LINE: Item[] = [
  { screen: 'callbacks', to: '/callbacks', icon: IconPhoneOutgoing },
  { screen: 'incidents', to: '/incidents', icon: IconAlertTriangle },
  { screen: 'directory', to: '/directory', icon: IconAddressBook },
]
const WATCH: Item[] = [
  { screen: 'pyramid', to: '/pyramid', icon: IconPyramid },
  { screen: 'executive', to: '/executive', icon: IconCrown },
  { screen: 'reports', to: '/reports', icon: IconReportAnalytics },
]
const PLAN: Item[] = [
  { screen: 'roster', to: '/roster', icon: IconCalendarMonth },
  { screen: 'planning', to: '/planning', icon: IconAdjustments },
]
const SETTINGS: Item[] = [
  { screen: 'people', to: '/people', icon: IconUsers },
  { screen: 'numbers', to: '/numbers', icon: IconHash },
  { screen: 'flows', to: '/flows', icon: IconRoute },
  { screen: 'rules', to: '/rules', icon: IconScale },
  { screen: 'blockedNumbers', to: '/blocked-numbers', icon: IconPhoneOff },
  { screen: 'audit', to: '/audit', icon: IconListSearch },
]
/** Only where mails stay here: nobody is led to an empty page. */
const MAILBOX: Item[] = [{ screen: 'mailbox', to: '/mailbox', icon: IconMail }]
const ME: Item[] = [
  { screen: 'myShifts', to: '/my-shifts', icon: IconCalendarUser },
  { screen: 'pay', to: '/pay', icon: IconCoin },
  { screen: 'account', to: '/account', icon: IconUser },
]

/** At phone width there is room for five at the thumb; the others are in the user's menu. */
const TABS: readonly Screen[] = ['desk', 'cases', 'customers', 'myShifts', 'account']
const TABS_AT_TOP: readonly Screen[] = ['executive', 'pyramid', 'cases', 'customers', 'account']
const TABS_OF_PAYROLL: readonly Screen[] = ['pay', 'roster', 'account']
const tabsOf = (role: Role): readonly Screen[] => {
  if (role === 'payroll') return TABS_OF_PAYROLL
  return (role === 'executive' ? TABS_AT_TOP : TABS).filter((screen) => maySee(role, screen))
}
const ALL: readonly Item[] = [...WORK, ...LINE, ...WATCH, ...PLAN, ...SETTINGS, ...ME]
export const inMenu = (role: Role): Item[] =>
  ALL.filter((item) => item.screen !== 'account' && maySee(role, item.screen) && !tabsOf(role).includes(item.screen))
/** Where somebody may go. */
export const screensOf = (role: Role): Item[] => ALL.filter((item) => maySee(role, item.screen))

const GROUPS = [
  { name: 'work', items: [...WORK, ...LINE] },
  { name: 'watch', items: WATCH },
  { name: 'plan', items: PLAN },
  { name: 'settings', items: SETTINGS },
  { name: 'me', items: ME },
] as const

export const Navigation = ({ role }: { role: Role }) => {
  const { t } = useTranslation()
  const mails = useQuery({ ...mailboxQuery, refetchInterval: false, staleTime: 300_000, enabled: maySee(role, 'mailbox') }).data
  const hasMailbox = mails !== undefined && mails !== null
  return (
    <nav className="navigation" aria-label={t('shell.navigation')}>
      {GROUPS.map(({ name, items }) => {
        const extra = name === 'settings' && hasMailbox ? MAILBOX : []
        const seen = [...items, ...extra].filter((item) => maySee(role, item.screen))
        if (seen.length === 0) return null
        return [<h2 key={name}>{t(`shell.groups.${name}`)}</h2>, ...seen.map((item) => <NavigationLink key={item.screen} item={item} />)]
      })}
    </nav>
  )
}

/** At phone width: the daily screens at the thumb. */
export const TabBar = ({ role }: { role: Role }) => {
  const { t } = useTranslation()
  return (
    <nav className="tab-bar" aria-label={t('shell.navigation')}>
      {tabsOf(role).flatMap((screen) => ALL.filter((item) => item.screen === screen).map((item) => <NavigationLink key={screen} item={item} isTab />))}
    </nav>
  )
}

export const NavigationLink = ({ item, isTab = false, onClick }: { item: Item; isTab?: boolean; onClick?: () => void }) => {
  const { t } = useTranslation()
  return (
    <Link to={item.to} activeProps={{ 'aria-current': 'page' }} activeOptions={{ includeSearch: false }} {...(onClick ? { onClick } : {})}>
      <item.icon size={isTab ? 20 : 18} stroke={1.8} aria-hidden className="icon" />
      {isTab && item.screen === 'account' ? t('shell.items.me') : t(`shell.items.${item.screen}`)}
    </Link>
  )
}

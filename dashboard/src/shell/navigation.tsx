import {
  IconAddressBook,
  IconAdjustments,
  IconAlertTriangle,
  IconBroadcast,
  IconCalendarMonth,
  IconCalendarUser,
  IconDeviceMobile,
  IconHash,
  IconHeadset,
  IconPhoneCall,
  IconPhoneOutgoing,
  IconRoute,
  IconUser,
  IconUsers,
  IconUsersGroup,
  type TablerIcon,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
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
  icon: TablerIcon
}

const WORK: Item[] = [
  { screen: 'desk', to: '/desk', icon: IconHeadset },
  { screen: 'now', to: '/now', icon: IconBroadcast },
  { screen: 'phone', to: '/phone', icon: IconDeviceMobile },
  { screen: 'calls', to: '/calls', icon: IconPhoneCall },
  { screen: 'customers', to: '/customers', icon: IconUsersGroup },
]
/** Beside the daily work. */
const LINE: Item[] = [
  { screen: 'callbacks', to: '/callbacks', icon: IconPhoneOutgoing },
  { screen: 'incidents', to: '/incidents', icon: IconAlertTriangle },
  { screen: 'directory', to: '/directory', icon: IconAddressBook },
]
const PLAN: Item[] = [
  { screen: 'roster', to: '/roster', icon: IconCalendarMonth },
  { screen: 'planning', to: '/planning', icon: IconAdjustments },
]
const SETTINGS: Item[] = [
  { screen: 'people', to: '/people', icon: IconUsers },
  { screen: 'numbers', to: '/numbers', icon: IconHash },
  { screen: 'flows', to: '/flows', icon: IconRoute },
]
const ME: Item[] = [
  { screen: 'myShifts', to: '/my-shifts', icon: IconCalendarUser },
  { screen: 'account', to: '/account', icon: IconUser },
]

/** At phone width there is room for five at the thumb; the others are in the user's menu. */
const TABS: readonly Screen[] = ['desk', 'calls', 'customers', 'myShifts', 'account']
const isAtThumb = ({ screen }: Item): boolean => TABS.includes(screen)
export const IN_MENU: Item[] = [...WORK, ...LINE, ...PLAN, ...SETTINGS].filter((item) => !isAtThumb(item))

const GROUPS = [
  { name: 'work', items: [...WORK, ...LINE] },
  { name: 'plan', items: PLAN },
  { name: 'settings', items: SETTINGS },
  { name: 'me', items: ME },
] as const

export const Navigation = ({ role }: { role: Role }) => {
  const { t } = useTranslation()
  return (
    <nav className="navigation" aria-label={t('shell.navigation')}>
      {GROUPS.map(({ name, items }) => {
        const seen = items.filter((item) => maySee(role, item.screen))
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
      {[...WORK, ...ME]
        .filter((item) => isAtThumb(item) && maySee(role, item.screen))
        .map((item) => (
          <NavigationLink key={item.screen} item={item} isTab />
        ))}
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

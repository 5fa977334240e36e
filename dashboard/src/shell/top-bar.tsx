import '../presence/presence.css'
import '../notices/notices.css'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import type { Me } from '../api/types.ts'
import { Pill } from '../ui/pieces.tsx'
import { IconClock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { maySee } from './roles.ts'
import { NoticeBell } from '../notices/notice-bell.tsx'
import { SearchButton } from '../search/search-button.tsx'
import { OwnPresence } from '../presence/own-presence.tsx'
import { LiveBadge } from './live-badge.tsx'
import { LanguageToggle, ThemeToggle } from './toggles.tsx'
import { UserMenu } from './user-menu.tsx'

export const TopBar = ({ me }: { me: Me }) => {
  const { t } = useTranslation()
  return (
    <header className="top-bar">
      <div className="brand grow">
        <span className="brand-mark" aria-hidden />
        <span className="brand-name">{me.company.name}</span>
        {me.company.isDemo ? (
          <span className="only-wide">
            <Pill tone="night">{t('shell.demo')}</Pill>
          </span>
        ) : null}
      </div>
      {maySee(me.person.role, 'calls') ? <SearchButton role={me.person.role} /> : null}
      {maySee(me.person.role, 'calls') ? <LiveBadge /> : null}
      <span className="only-wide">
        <CompanyClock />
      </span>
      <span className="only-wide row">
        <LanguageToggle />
        <ThemeToggle />
      </span>
      {maySee(me.person.role, 'myShifts') ? <OwnPresence me={me} /> : null}
      <NoticeBell />
      <UserMenu me={me} />
    </header>
  )
}

const CompanyClock = () => {
  const { t } = useTranslation()
  const { time, zoneName, zone } = useFormat()
  const now = useNow()
  return (
    <span title={zone}>
      <Pill icon={IconClock}>{t('shell.clock', { zone: zoneName, time: time(now) })}</Pill>
    </span>
  )
}

import { IconChevronDown, IconLogout, IconUser } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { Me } from '../api/types.ts'
import { useClosing } from '../ui/use-closing.ts'
import { inMenu, NavigationLink } from './navigation.tsx'
import { LanguageToggle, ThemeToggle } from './toggles.tsx'

export const UserMenu = ({ me }: { me: Me }) => {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useClosing(box, isOpen, (byKey) => {
    setOpen(false)
    if (byKey) button.current?.focus()
  })
  return (
    <div className="menu" ref={box}>
      <button
        type="button"
        className="plain-button"
        ref={button}
        aria-expanded={isOpen}
        aria-label={t('shell.userMenu', { name: me.person.name })}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="initials" aria-hidden data-initials={initials(me.person.name)} />
        <span className="only-wide">{me.person.name}</span>
        <IconChevronDown size={16} aria-hidden className="icon only-wide" />
      </button>
      {isOpen ? <MenuPanel me={me} close={() => setOpen(false)} /> : null}
    </div>
  )
}

const MenuPanel = ({ me, close }: { me: Me; close: () => void }) => {
  const { t } = useTranslation()
  const signOut = useSignOut()
  return (
    <div className="menu-panel">
      <div className="menu-head stack tight">
        <span className="strong">{me.person.name}</span>
        <span className="muted small">
          {t(`roles.${me.person.role}`)} · {me.person.email}
        </span>
      </div>
      <Link to="/account" onClick={close}>
        <IconUser size={18} stroke={1.8} aria-hidden className="icon" />
        {t('shell.items.account')}
      </Link>
      <div className="only-narrow" style={{ flexDirection: 'column' }}>
        {inMenu(me.person.role).map((item) => (
          <NavigationLink key={item.screen} item={item} onClick={close} />
        ))}
        <LanguageToggle />
        <ThemeToggle withWords />
      </div>
      <button type="button" onClick={() => void signOut()}>
        <IconLogout size={18} stroke={1.8} aria-hidden className="icon" />
        {t('shell.signOut')}
      </button>
    </div>
  )
}

const useSignOut = () => {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    // Signed out on this device even if the server cannot be told: nothing of the person stays on the screen.
    await ask('DELETE', '/api/session').catch(() => undefined)
    await navigate({ to: '/sign-in' })
    queryClient.clear()
  }
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => part.charAt(0))
    .join('')
    .toUpperCase()

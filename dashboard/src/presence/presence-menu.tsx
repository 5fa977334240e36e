import { IconCheck } from '@tabler/icons-react'
import { useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PresenceState } from '../api/shift-types.ts'
import { Fault } from '../ui/states.tsx'
import { useClosing } from '../ui/use-closing.ts'
import { CHOICES, PRESENCE_SIGNS } from './presence-signs.ts'
import { useSetPresence } from './use-presence.ts'

type PresenceMenuProps = { label: string; state: PresenceState | undefined; personId?: string; children: ReactNode; className?: string }

/** `label`: whose presence it is; the state itself is what the button shows. A button that opens the three states that a person may be put in. */
export const PresenceMenu = ({ label, state, personId, children, className = 'pill-button' }: PresenceMenuProps) => {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const box = useRef<HTMLSpanElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const setting = useSetPresence(personId, () => close(true))
  const close = (byKey: boolean) => {
    setOpen(false)
    setting.reset()
    if (byKey) button.current?.focus()
  }
  useClosing(box, isOpen, close)
  return (
    <span className="menu" ref={box}>
      <button type="button" className={className} ref={button} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span className="hidden-words">{label} </span>
        {children}
      </button>
      {isOpen ? (
        <span className="menu-panel presence-panel">
          {CHOICES.map((choice) => (
            <Choice key={choice} choice={choice} isNow={choice === state} isSending={setting.isSending} onSet={setting.send} />
          ))}
          <span className="muted small presence-why">{t(personId === undefined ? 'presence.why' : 'presence.whyOther')}</span>
          {setting.fault ? <Fault error={setting.fault} /> : null}
        </span>
      ) : null}
    </span>
  )
}

type Choosable = (typeof CHOICES)[number]
type ChoiceProps = { choice: Choosable; isNow: boolean; isSending: boolean; onSet: (choice: Choosable) => void }

const Choice = ({ choice, isNow, isSending, onSet }: ChoiceProps) => {
  const { t } = useTranslation()
  const Icon = PRESENCE_SIGNS[choice].icon
  return (
    <button type="button" aria-pressed={isNow} disabled={isSending} onClick={() => onSet(choice)}>
      <Icon size={18} stroke={1.8} aria-hidden className="icon" />
      <span className="grow">{t(`presence.states.${choice}`)}</span>
      {isNow ? <IconCheck size={16} aria-hidden className="icon" /> : null}
    </button>
  )
}

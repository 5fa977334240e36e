import type { TablerIcon } from '@tabler/icons-react'
import { useEffect, type ReactNode } from 'react'

export type Tone = 'plain' | 'ok' | 'warn' | 'bad' | 'accent' | 'night' | 'day'

/** A state: colour, sign and word together, never colour alone. */
export const Pill = ({ tone = 'plain', icon: Icon, children }: { tone?: Tone; icon?: TablerIcon; children: ReactNode }) => (
  <span className={`pill ${tone}`}>
    {Icon ? <Icon size={13} stroke={2.2} aria-hidden /> : null}
    {children}
  </span>
)

export const Card = ({ title, aside, children, flush = false }: { title?: ReactNode; aside?: ReactNode; children: ReactNode; flush?: boolean }) => (
  <section className={flush ? 'card flush' : 'card'}>
    {title ? (
      <header>
        <h2>{title}</h2>
        {aside}
      </header>
    ) : null}
    {children}
  </section>
)

export const Note = ({ tone = 'plain', icon: Icon, children }: { tone?: Tone; icon?: TablerIcon; children: ReactNode }) => (
  <div className={`note ${tone}`}>
    {Icon ? <Icon size={18} aria-hidden className="icon" /> : null}
    <div className="grow">{children}</div>
  </div>
)

/** The heading of a screen, which is also its name in the browser's tab. */
export const PageHead = ({ title, aside, children }: { title: string; aside?: ReactNode; children?: ReactNode }) => {
  useEffect(() => {
    document.title = `${title} · Nightline`
  }, [title])
  return (
    <div className="row spread">
      <div className="row grow">
        <h1>{title}</h1>
        {aside}
      </div>
      {children}
    </div>
  )
}

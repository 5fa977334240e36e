import type { ReactNode } from 'react'
import { LanguageToggle, ThemeToggle } from '../shell/toggles.tsx'

/** The frame of the screens before the sign-in. */
export const Door = ({ children }: { children: ReactNode }) => (
  <div className="door">
    <header className="door-top">
      <span className="brand">
        <span className="brand-mark" aria-hidden />
        Nightline
      </span>
      <span className="row">
        <LanguageToggle />
        <ThemeToggle />
      </span>
    </header>
    <main className="door-main">
      <div className="door-card">{children}</div>
    </main>
  </div>
)

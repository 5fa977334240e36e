import type { PublicOptions, PublicStatus } from '../../services/schemas/callbacks.ts'
import type { Client } from './client.ts'
import type { Draft } from './draft.ts'
import type { Place } from './slots.ts'
import type { Language, Say } from './words.ts'

/** What every view of the widget has to do with. */
export type Panel = {
  say: Say
  language: Language
  client: Client
  /** Base address of the line. */
  line: string
  skill: string | undefined
  /** The visitor's zone, when his browser knows it. */
  zone: string | undefined
  draft: Draft
  placeOf: (zone: string) => Place
  /** Spoken by screen readers, not shown. */
  announce: (text: string) => void
  show: (step: Step) => void
  /** Asks anew what is offered; the form hears of it. */
  refresh: () => void
}

/** What is known of a callback: at first from the answer, then from its own page. */
export type Standing = Pick<PublicStatus, 'state' | 'position' | 'waitMinutes' | 'zone'> & { window: PublicStatus['window'] | null }

/** Where the visitor stands. */
export type Step =
  | { is: 'form' }
  | { is: 'code'; token: string; standing: Standing }
  | { is: 'promised'; token: string | null; isSame: boolean; standing: Standing }
  | { is: 'case'; number: string | null }

/** What is offered; null while it is asked for, `away` when the line does not answer. */
export type Offer = PublicOptions | null | 'away'

export type View = {
  node: HTMLElement
  /** The heading that is shown; absent: that of the site. */
  title?: string
  offered?: (offer: Offer) => void
  stop?: () => void
}

import type { Transaction } from '../db.ts'
import { domainError } from '../errors.ts'
import type { CallbackWindow, PublicOptions } from '../schemas/callbacks.ts'
import type { NewWindow } from './moves/store.ts'

export type Wish = { wish: 'now' | { from: Date; to: Date }; skill: string | null; language: string; zone: string; at: Date }
export type Promised =
  | { kind: 'ok'; window: { from: Date; to: Date }; isAsap: boolean; waitMinutes: number | null }
  | { kind: 'gone'; options: Pick<PublicOptions, 'windows'> }
  | { kind: 'noCover'; opensAt: Date | null }
/** Who knows what can be promised, and holds what he promises until the commit. */
export type Windows = { promise: (tx: Transaction, wish: Wish) => Promise<Promised> }

export const wishOf = (window: CallbackWindow | null | undefined): Wish['wish'] => (window ? { from: new Date(window.from), to: new Date(window.to) } : 'now')

/** What was promised, or the refusal with what is free instead. */
export function promisedOrRefusal(given: Promised, { wish }: Pick<Wish, 'wish'>): NewWindow {
  switch (given.kind) {
    case 'ok':
      return { window: given.window, isAsap: given.isAsap }
    case 'gone': {
      const free = given.options.windows.map(({ from }) => from).join(', ') || '-'
      if (wish === 'now') return refuse('now', 'now', free)
      return refuse(wish.from.toISOString(), wish.to.toISOString(), free)
    }
    case 'noCover':
      throw domainError('NO_COVER', { opensAt: given.opensAt?.toISOString() ?? '-' })
  }
}

function refuse(from: string, to: string, free: string): never {
  throw domainError('WINDOW_GONE', { from, to, free })
}

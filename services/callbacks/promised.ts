import { domainError } from '../errors.ts'
import type { CallbackWindow } from '../schemas/callbacks.ts'
import type { NewWindow } from './moves/store.ts'
import type { CallbackWindows, Promised, Wish } from './windows/service.ts'

export type { Promised, Wish }

/** Who knows what can be promised, and holds what he promises until the commit. */
export type Windows = Pick<CallbackWindows, 'promise'>

export const wishOf = (window: CallbackWindow | null | undefined): Wish['wish'] => (window ? { from: new Date(window.from), to: new Date(window.to) } : 'now')

/** What was promised, or the refusal with what is free instead. */
export function promisedOrRefusal(given: Promised, { wish }: Pick<Wish, 'wish'>): NewWindow {
  switch (given.kind) {
    case 'ok':
      return { window: given.window, isAsap: given.isAsap }
    case 'gone': {
      const { from, to } = wish === 'now' ? { from: 'now', to: 'now' } : { from: wish.from.toISOString(), to: wish.to.toISOString() }
      throw domainError('WINDOW_GONE', { from, to, free: given.options.windows.map((one) => one.from).join(', ') || '-' })
    }
    case 'noCover':
      throw domainError('NO_COVER', { opensAt: given.opensAt?.toISOString() ?? '-' })
  }
}

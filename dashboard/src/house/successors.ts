import type { Heirloom, HeirloomCounts, Successors } from './house-api.ts'

export const HEIRLOOMS: readonly Heirloom[] = ['cases', 'callbacks', 'shifts', 'accounts', 'offices']

/** Who is chosen for what; '' for nobody. `to`: all that is not named. */
export type Chosen = Record<Heirloom | 'to', string>
export const NOBODY_CHOSEN: Chosen = { to: '', cases: '', callbacks: '', shifts: '', accounts: '', offices: '' }

/** The kinds of which there is something. */
export const kindsIn = (counts: HeirloomCounts): Heirloom[] => HEIRLOOMS.filter((kind) => counts[kind] > 0)

/** What would have nobody. */
export const kindsLeft = (counts: HeirloomCounts, chosen: Chosen): Heirloom[] => (chosen.to === '' ? kindsIn(counts).filter((kind) => chosen[kind] === '') : [])

/** As it is sent: whoever gets everything is not named again. */
export const toSuccessors = (chosen: Chosen): Successors =>
  Object.fromEntries(Object.entries(chosen).filter(([name, id]) => id !== '' && (name === 'to' || id !== chosen.to)))

import { IconCircleCheck, IconCoffee, IconDoorExit, IconPencil, IconPhoneCall, type TablerIcon } from '@tabler/icons-react'
import type { Presence, PresenceChange, PresenceState } from '../api/shift-types.ts'
import type { Tone } from '../ui/pieces.tsx'

/** Each state has its sign and its colour; the word stands beside them. */
export const PRESENCE_SIGNS: Record<PresenceState, { icon: TablerIcon; tone: Tone }> = {
  ready: { icon: IconCircleCheck, tone: 'ok' },
  onACall: { icon: IconPhoneCall, tone: 'accent' },
  wrapUp: { icon: IconPencil, tone: 'warn' },
  break: { icon: IconCoffee, tone: 'warn' },
  away: { icon: IconDoorExit, tone: 'plain' },
}

/** Its word: who is away because he did not answer is told so, and whoever sees him. */
export const presenceKey = ({ state, via }: Pick<Presence, 'state' | 'via'>): 'unanswered' | PresenceState =>
  state === 'away' && via === 'unanswered' ? 'unanswered' : state

/** What a person may say of himself; the rest comes from calls. */
export const CHOICES: readonly PresenceChange['state'][] = ['ready', 'break', 'away']

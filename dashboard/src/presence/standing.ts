import { bearingOn, stateAt } from '../../../services/roster-rules/presence.ts'
import type { Duty, MyShifts, Presence, PresenceState } from '../api/shift-types.ts'

/** As the routing sees it (services/roster-rules/presence.ts): what somebody said before his work began does not count for it. */
export type Standing =
  | { kind: 'said'; state: PresenceState; since: string; until: string | null; via: Presence['via'] }
  /** At the desk by the roster, but he has not said that he is there: his phone does not ring. */
  | { kind: 'notSignedIn'; duty: Duty }
  /** On shift and nothing to say: he is rung. */
  | { kind: 'onShift'; duty: Duty }
  | { kind: 'off' }

const isDuring = (duty: Pick<Duty, 'from' | 'to'>, now: number): boolean => Date.parse(duty.from) <= now && now < Date.parse(duty.to)

/** The duty of this moment; at the desk goes before on call. */
export const dutyAt = (duties: readonly Duty[], now: number): Duty | undefined => {
  const on = duties.filter((duty) => isDuring(duty, now))
  return on.find(({ kind }) => kind === 'desk') ?? on[0]
}

/** `own`: the duties that are really his, not those in which somebody stands in for him. */
export const standingOf = ({ presence, mustSignIn }: Pick<MyShifts, 'presence' | 'mustSignIn'>, own: readonly Duty[], now: number): Standing => {
  const duty = dutyAt(own, now)
  const said = presence && {
    state: presence.state,
    from: Date.parse(presence.since),
    until: presence.until === null ? null : Date.parse(presence.until),
    via: presence.via,
  }
  if (duty) {
    const bearing = bearingOn(asWork(duty), now, own.map(asWork), said, mustSignIn)
    if (bearing === 'notSignedIn') return { kind: 'notSignedIn', duty }
    if (bearing === 'unsaid') return { kind: 'onShift', duty }
  }
  if (presence === null || said === null) return { kind: 'off' }
  const state = stateAt(said, now)
  const isOver = state !== presence.state && presence.until !== null
  const since = isOver ? (presence.until ?? presence.since) : presence.since
  return { kind: 'said', state, since, until: isOver ? null : presence.until, via: presence.via }
}

const asWork = ({ kind, from, to }: Duty) => ({ kind, from: Date.parse(from), to: Date.parse(to) })

/** 14 minutes -> "00:14", as on a clock: hours and minutes. */
export const clockOf = (milliseconds: number): string => {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000))
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

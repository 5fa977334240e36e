import type { Duty, MyShifts, PresenceState } from '../api/shift-types.ts'

/** As the routing sees it (services/shifts/on-shift.ts): what somebody said before his work began does not count for it. */
export type Standing =
  | { kind: 'said'; state: PresenceState; since: string; until: string | null }
  /** At the desk by the roster, but he has not said that he is there: his phone does not ring. */
  | { kind: 'notSignedIn'; duty: Duty }
  /** On shift and nothing to say: he is rung. */
  | { kind: 'onShift'; duty: Duty }
  | { kind: 'off' }

const EARLY_MILLISECONDS = 60 * 60_000

const isDuring = (duty: Pick<Duty, 'from' | 'to'>, now: number): boolean => Date.parse(duty.from) <= now && now < Date.parse(duty.to)

/** The duty of this moment; at the desk goes before on call. */
export const dutyAt = (duties: readonly Duty[], now: number): Duty | undefined => {
  const on = duties.filter((duty) => isDuring(duty, now))
  return on.find(({ kind }) => kind === 'desk') ?? on[0]
}

/** Where the work began that goes on into this duty without a pause. */
const beginOfWork = (duty: Duty, duties: readonly Duty[]): number => {
  let begin = Date.parse(duty.from)
  for (;;) {
    const earlier = duties.find(({ from, to }) => Date.parse(from) < begin && Date.parse(to) >= begin)
    if (earlier === undefined) return begin
    begin = Date.parse(earlier.from)
  }
}

/** `own`: the duties that are really his, not those in which somebody stands in for him. */
export const standingOf = ({ presence, mustSignIn }: Pick<MyShifts, 'presence' | 'mustSignIn'>, own: readonly Duty[], now: number): Standing => {
  const duty = dutyAt(own, now)
  const since = presence === null ? -Infinity : Date.parse(presence.since)
  if (duty?.kind === 'desk' && mustSignIn && since < beginOfWork(duty, own) - EARLY_MILLISECONDS) return { kind: 'notSignedIn', duty }
  const isOld = duty?.kind === 'onCall' && since < beginOfWork(duty, own)
  if (presence === null || isOld) return duty ? { kind: 'onShift', duty } : { kind: 'off' }
  if (presence.state === 'wrapUp' && presence.until !== null && Date.parse(presence.until) <= now)
    return { kind: 'said', state: 'ready', since: presence.until, until: null }
  return { kind: 'said', state: presence.state, since: presence.since, until: presence.until }
}

/** 14 minutes -> "00:14", as on a clock: hours and minutes. */
export const clockOf = (milliseconds: number): string => {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000))
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

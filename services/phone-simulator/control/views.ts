import { hasEnded, type Leg } from '../legs/leg.ts'

/** One leg as the control API shows it. */
export function legView(leg: Leg): Record<string, unknown> {
  return {
    sid: leg.sid,
    callSid: leg.rootSid,
    parentSid: leg.parentSid ?? null,
    direction: leg.direction,
    from: leg.from,
    to: leg.to,
    status: leg.status,
    heard: leg.heard,
    waitingFor: leg.waitingFor,
    ended: hasEnded(leg),
    partner: leg.partner?.sid ?? null,
    /** Who hears this leg now: its partner, or those in its conference. */
    hearers: (leg.room?.hearersOf(leg) ?? (leg.partner ? [leg.partner] : [])).map(({ sid }) => sid),
    parameters: leg.parameters,
    answeredBy: leg.answeredBy ?? null,
  }
}

export const isRinging = (leg: Leg): boolean => leg.status === 'ringing' && leg.direction !== 'inbound'

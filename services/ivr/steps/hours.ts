import type { HoursStep } from '../flow.ts'
import { isOpen } from '../opening-hours.ts'
import { find, go, type Turn } from '../turn.ts'
import { wantedNow } from './ringing.ts'

/** Open or closed. When nobody can say who is on shift, the clock alone decides; without hours it counts as open, so that somebody is tried. */
export function enterHours(turn: Turn, step: HoursStep): void {
  const { session, flow } = turn
  const zone = session.place?.zone ?? step.hours?.zone ?? flow.zone
  const siteId = step.hasSiteHolidays ? (session.place?.siteId ?? null) : null
  const found = find(
    turn,
    step.id,
    { kind: 'opening', hours: step.hours, onShift: step.onShift && wantedNow(turn, step.onShift), siteId, zone, languages: flow.languages },
    'opening',
  )
  if (found === null) return
  const isOpenNow = found.kind === 'opening' ? found.isOpen : step.hours === null || isOpen(step.hours, turn.now)
  session.opening = isOpenNow || found.kind === 'unknown' ? null : found.next
  go(turn, step.id, isOpenNow ? step.open : step.closed, isOpenNow ? 'open' : 'closed')
}

import type { LeaveView, NeedView, WorkerView } from '../schemas/planning.ts'
import type { FindingView, GapView, ShiftView } from '../schemas/rosters.ts'
import type { Finding, Gap, Leave, Need, Shift, Worker } from './model.ts'

/** Between the values that the rules judge (epoch milliseconds) and the shapes of the API (ISO 8601). */

export const toInstant = (millis: number): string => new Date(millis).toISOString()

export function toShift(view: ShiftView): Shift {
  const { startsAt, endsAt, breaks, note: _note, version: _version, ...rest } = view
  return {
    ...rest,
    from: Date.parse(startsAt),
    to: Date.parse(endsAt),
    breaks: breaks.map(({ from, to, isPaid }) => ({ from: Date.parse(from), to: Date.parse(to), isPaid })),
  }
}

export function toWorker(view: WorkerView): Worker {
  const { id, name, isActive, isTrainee, isGuest, level, speaks, attestations, contracts } = view
  return {
    id,
    name,
    isActive,
    isTrainee,
    isGuest,
    levelRank: level?.rank ?? null,
    speaks,
    attestations: attestations.map(({ skill, expiresAt }) => ({ skill, expiresAt: expiresAt === null ? null : Date.parse(expiresAt) })),
    contracts,
  }
}

export function toLeave({ id, personId, kind, fromAt, toAt }: LeaveView): Leave {
  return { id, personId, kind, from: Date.parse(fromAt), to: Date.parse(toAt) }
}

export function toNeed({ startsAt, endsAt, ...rest }: NeedView): Need {
  return { ...rest, from: startsAt, to: endsAt }
}

export function findingView({ from, to, ...rest }: Finding): FindingView {
  return { ...rest, shiftIds: [...rest.shiftIds], from: toInstant(from), to: toInstant(to) }
}

export function gapView({ needId: _needId, from, to, ...rest }: Gap): GapView {
  return { ...rest, from: toInstant(from), to: toInstant(to) }
}

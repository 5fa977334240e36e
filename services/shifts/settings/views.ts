import type { Need, ShiftType } from '../../../prisma/generated/client.ts'
import type { NeedView, ShiftTypeView } from '../../schemas/planning.ts'

export function shiftTypeView(row: ShiftType): ShiftTypeView {
  const { id, siteId, name, startsAt, endsAt, levelId, skill, forbiddenNext, isActive } = row
  const kind = row.kind as ShiftTypeView['kind']
  return { id, siteId, name, startsAt, endsAt, kind, levelId, skill, breaks: row.breaks as ShiftTypeView['breaks'], forbiddenNext, isActive }
}

const dateText = (date: Date): string => date.toISOString().slice(0, 10)
const toDate = (date: string): Date => new Date(date)

export function needView(row: Need & { site: { zone: string } }): NeedView {
  const { id, siteId, levelId, skill, days, startsAt, endsAt, people, onHolidays, isInstead } = row
  const valid = { validFrom: row.validFrom && dateText(row.validFrom), validTo: row.validTo && dateText(row.validTo) }
  return {
    id,
    siteId,
    zone: row.site.zone,
    levelId,
    kind: row.kind as NeedView['kind'],
    skill,
    days,
    startsAt,
    endsAt,
    people,
    onHolidays,
    ...valid,
    isInstead,
  }
}

/** Only what was sent: `undefined` leaves a column as it is. */
export function given<T extends object>(change: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as { [Key in keyof T]: Exclude<T[Key], undefined> }
}

const counted: Record<string, readonly [one: string, many: string]> = {
  attestations: ['attestation', 'attestations'],
  shiftTypes: ['shift type', 'shift types'],
  needs: ['need', 'needs'],
  shifts: ['shift', 'shifts'],
}

/** What still uses a thing: `2 attestations, 1 need`; empty when nothing does. */
export function usesOf(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${(counted[name] ?? [name, name])[count === 1 ? 0 : 1]}`)
    .join(', ')
}

/** Dates of a need as columns. */
export function validColumns({ validFrom, validTo }: { validFrom?: string | null | undefined; validTo?: string | null | undefined }) {
  return {
    ...(validFrom !== undefined && { validFrom: validFrom === null ? null : toDate(validFrom) }),
    ...(validTo !== undefined && { validTo: validTo === null ? null : toDate(validTo) }),
  }
}

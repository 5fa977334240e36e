import type { RosterView, ShiftView } from '../../../services/schemas/rosters.ts'

type Wanted = { myId: string; levelId: string; kind: ShiftView['kind']; now: number }
export type Choice = { name: string; shifts: ShiftView[] }

/** Shifts of colleagues that could be asked for in exchange: ahead, of the same level and kind, by person and time. */
export const shiftsToChoose = ({ shifts, workers }: Pick<RosterView, 'shifts' | 'workers'>, { myId, levelId, kind, now }: Wanted): Choice[] => {
  const fitting = shifts
    .filter((shift) => shift.personId !== myId && shift.levelId === levelId && shift.kind === kind && Date.parse(shift.startsAt) > now)
    .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
  return workers
    .map(({ id, name }) => ({ name, shifts: fitting.filter(({ personId }) => personId === id) }))
    .filter((choice) => choice.shifts.length > 0)
    .sort((a, b) => a.name.localeCompare(b.name))
}

import type { Duty, Interval, Leave, Worker } from '../roster-rules/model.ts'

/** Who answers for a level, and by what. `from` and `until` (epoch milliseconds): of the duty that makes him keeper; the head has none. */
export type Keeper = { personId: string; why: 'desk' | 'onCall' | 'head'; from?: number; until?: number }

/** Trainees and guests do not answer for a level. */
export const mayKeep = ({ isTrainee, isGuest }: Pick<Worker, 'isTrainee' | 'isGuest'>): boolean => !isTrainee && !isGuest

/**
 * The keeper of a level at an instant: who is on shift at its desk, else on call there, else its named head. There is always one, so a case
 * always has an owner. Trainees, guests, inactive people and those on leave do not keep a level; presence plays no part, for a break does not
 * hand cases over. Of several it is whose duty began first, then by name, then by id.
 */
export function keeperOf(
  level: { id: string; headId: string },
  at: number,
  duties: readonly Duty[],
  leaves: readonly Leave[],
  people: ReadonlyArray<Pick<Worker, 'id' | 'name' | 'isActive' | 'isTrainee' | 'isGuest'>>,
): Keeper {
  const found = duties
    .filter((duty) => duty.levelId === level.id && isDuring(duty, at))
    .flatMap((duty) => {
      const person = people.find(({ id }) => id === duty.personId)
      return person?.isActive && mayKeep(person) ? [{ duty, name: person.name }] : []
    })
    .filter(({ duty }) => !leaves.some((leave) => leave.personId === duty.personId && isDuring(leave, at)))
  const first = found.reduce<Candidate | undefined>((best, one) => (best && !goesBefore(one, best) ? best : one), undefined)
  return first ? { personId: first.duty.personId, why: first.duty.kind, from: first.duty.from, until: first.duty.to } : { personId: level.headId, why: 'head' }
}

type Candidate = { duty: Duty; name: string }

function goesBefore(a: Candidate, b: Candidate): boolean {
  if (a.duty.kind !== b.duty.kind) return a.duty.kind === 'desk'
  if (a.duty.from !== b.duty.from) return a.duty.from < b.duty.from
  if (a.name !== b.name) return a.name < b.name
  if (a.duty.personId !== b.duty.personId) return a.duty.personId < b.duty.personId
  return a.duty.to > b.duty.to
}

const isDuring = ({ from, to }: Interval, at: number): boolean => from <= at && at < to

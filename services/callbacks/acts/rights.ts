import { domainError, type DomainError } from '../../errors.ts'
import { SUPERVISION, type Role } from '../../schemas/people.ts'
import { isOver, LIVE_STATES, type CallbackState } from '../states.ts'

/** Who wants to change a callback; a program has no person. */
export type Actor = { kind: 'person' | 'apiKey'; id: string; role: Role }
/** Who calls, who owns its case, and who has called last; ids. */
export type Whose = { state: CallbackState; personId: string | null; ownerId: string | null; calledById: string | null }
export type StaffAct = 'move' | 'take' | 'snooze' | 'cancel' | 'done'

export const supervises = ({ role }: Pick<Actor, 'role'>): boolean => SUPERVISION.includes(role)
export const personIdOf = ({ kind, id }: Actor): string | null => (kind === 'person' ? id : null)
/** As the audit names him. */
export const actorOf = ({ kind, id }: Actor): string => (kind === 'person' ? id : `key:${id}`)

/**
 * Supervision may do all; others what is theirs: they alone call, or they own its case. Who has called last may say that it is done: he knows whether they
 * have talked. To move it and to take one out of its turn is the supervision's.
 * While a phone rings or somebody talks, nothing: the try ends within a minute or is answered, and both would be lied to by another answer.
 */
export function refusalOf(act: StaffAct, { state, personId, ownerId, calledById }: Whose, by: Actor): DomainError | undefined {
  const isHis = by.kind === 'person' && (personId === by.id || (personId === null && ownerId === by.id))
  const mayEnd = by.kind === 'person' && act === 'done' && calledById === by.id
  if (!supervises(by) && (act === 'move' || !(isHis || mayEnd))) return domainError('CALLBACK_NOT_YOURS')
  if (isOver(state)) return domainError('CALLBACK_IS_OVER', { state })
  if (LIVE_STATES.some((live) => live === state)) return domainError('CALLBACK_RINGS')
  if (state === 'unverified' && act !== 'cancel') return domainError('CALLBACK_UNVERIFIED')
  return undefined
}

/** A customer who has waited past his window is not put off for longer than this. */
const LONGEST_AFTER_MINUTES = 60

/** Until the end of what was promised; the supervision says by moving it that it becomes later. */
export function latestSnooze(dueAt: Date, at: Date): Date {
  const least = at.getTime() + LONGEST_AFTER_MINUTES * 60_000
  return new Date(Math.max(dueAt.getTime(), least))
}

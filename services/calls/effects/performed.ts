import type { Transaction } from '../../db.ts'
import type { Session } from '../../ivr/session.ts'

export type CallRow = NonNullable<Awaited<ReturnType<Transaction['call']['findUnique']>>>

/** An effect that is being performed: for which call, caused by which of its turns, at what instant. */
export type Performed = { call: CallRow; turn: number; at: Date }

/** What flows wait for, by name. */
export type Results = Record<string, Record<string, string>>

/** The session as it stands by now; a call whose first webhook was lost has none. */
export const sessionOf = (call: CallRow): Partial<Session> => call.session as Partial<Session>

/** By whose clock the caller is told times. */
export const zoneOf = (call: CallRow): string => sessionOf(call).place?.zone ?? call.zone ?? 'UTC'

import type { CapturedAnswer, Session } from '../ivr/session.ts'

/** An answer that one turn has changed; `null`: the caller said that it was wrong. */
export type AnswerChange = { name: string; answer: CapturedAnswer | null }

/**
 * What a turn changes in the answers on the record. An answer is there from the moment it is given, unconfirmed, so that a
 * hang-up during the read-back does not lose it, and goes when the caller refuses it.
 */
export function changedAnswers(before: Session['captured'], after: Session['captured']): AnswerChange[] {
  const given = Object.entries(after).filter(([name, answer]) => !isSame(before[name], answer))
  const takenBack = Object.keys(before).filter((name) => !Object.hasOwn(after, name))
  return [...given.map(([name, answer]) => ({ name, answer })), ...takenBack.map((name) => ({ name, answer: null }))]
}

function isSame(one: CapturedAnswer | undefined, other: CapturedAnswer): boolean {
  return one !== undefined && one.value === other.value && one.by === other.by && one.confirmed === other.confirmed
}

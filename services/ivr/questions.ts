import type { Language } from '../telephony/provider.ts'
import type { OpeningHours } from './opening-hours.ts'

/**
 * What a step has to know and no flow can say: who is on shift, when somebody is there again, whose PIN this is. `advance` asks, the program
 * answers, and `advance` is called again with the answer in `known`.
 */
export type Question =
  | ({ kind: 'onShift'; wanted: Wanted; language: Language | null; isUrgent: boolean } & Ringing)
  /** Who answers for a level: who is on shift there, else on call, else its head. */
  | ({ kind: 'keeper'; level: number | null } & Ringing)
  | {
      kind: 'opening'
      /** Null: open is whenever somebody is on shift. */
      hours: OpeningHours | null
      /** Null: the roster plays no part. */
      onShift: Wanted | null
      /** The site whose holidays count beside those of `hours`; null: none do. */
      siteId: string | null
      /** The next opening is told by the clock of this zone, in these languages. */
      zone: string
      languages: readonly Language[]
    }
  /** Whose PIN is it among these people? */
  | { kind: 'pin'; people: readonly string[]; pin: string }

/** `asked`: phones that have rung in vain at this step; they do not ring again. `zone`: by its clock the log says until when somebody is on. */
export type Ringing = { order: RingOrder; zone: string; asked: readonly string[] }

/** Null = any. A level by its rank. */
export type Wanted = { skill: string | null; level: number | null; siteId: string | null }
export type RingOrder = 'allAtOnce' | 'longestIdle' | 'inOrder'

/** Somebody who is rung, and by what: "published shift until 06:00". */
export type Asked = { name: string; phone: string; why: string }
export type NotAsked = { name: string; why: string }

export type Answer =
  /**
   * All of a round are rung at once; when nobody took the call the question comes again. An empty round: there is nobody (else) to ring.
   * gap: nobody is on shift for this; busy: somebody is, but none can be rung.
   */
  | { kind: 'people'; standing: 'on' | 'busy' | 'gap'; round: readonly Asked[]; notAsked: readonly NotAsked[] }
  /** `next`: the next opening in words, by language; null while it is open, or when nobody knows. */
  | { kind: 'opening'; isOpen: boolean; next: Readonly<Record<Language, string>> | null }
  /** `tooMany`: wrong too often lately, so nothing was compared. */
  | { kind: 'pin'; verdict: 'right' | 'wrong' | 'tooMany'; personId: string | null }
  /** The program could not find out in time. */
  | { kind: 'unknown'; reason: string }

/** Answers so far, by the key of the question. */
export type Known = ReadonlyMap<string, Answer>

/** The same question of one turn has the same key. */
export function keyOf(question: Question, step: string): string {
  const asked = 'asked' in question ? question.asked.length : 0
  return `${question.kind} ${step}${asked > 0 ? ` after ${asked}` : ''}`
}

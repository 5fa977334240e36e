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
  /** Who owns this case, if he can be rung now. */
  | ({ kind: 'owner'; caseNumber: string } & Ringing)
  /** Is it this caller's turn, and who is free? `queue` names the line of waiting callers, `since` (epoch milliseconds) is his place in it. */
  | ({ kind: 'queue'; queue: string; since: number; wanted: Wanted; language: Language | null } & Ringing)
  /** How does the waking of this call stand? */
  | { kind: 'wake'; zone: string; languages: readonly Language[] }
  /** By when would an answer be promised now? Never after the case's 20 hours, in waking hours of `zone`. */
  | { kind: 'promise'; zone: string; languages: readonly Language[] }
  /** What may be said of the case with this number. */
  | { kind: 'caseStatus'; number: string; zone: string; languages: readonly Language[] }
  /** What is known of the customer whose number this surely is. */
  | { kind: 'customer'; zone: string; languages: readonly Language[] }
  /** Disturbances that are open now and concern this site. */
  | { kind: 'incidents'; siteId: string | null; zone: string; languages: readonly Language[] }
  /** Entries of the directory whose name was said, or begins with these keys (2 = abc, ...). */
  | { kind: 'directory'; section: string | null; by: 'keys' | 'speech'; asked: string; zone: string; languages: readonly Language[] }

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
  /**
   * turn: it is his turn, and `round` is free to be rung; wait: `ahead` callers are before him; gap: nobody is on shift for this.
   * `waitMinutes`: an honest estimate from the talks of late, null when there are too few.
   */
  | { kind: 'queue'; standing: 'turn' | 'wait' | 'gap'; ahead: number; waitMinutes: number | null; round: readonly Asked[]; notAsked: readonly NotAsked[] }
  /** `calling` also while the effect has not been performed yet. `by`: until when he calls back. */
  | { kind: 'wake'; state: 'calling' | 'accepted' | 'nobody'; person: string | null; by: Words | null; caseNumber: string | null; owner: string | null }
  | { kind: 'promise'; at: string; by: Words }
  /** `wrong`: no such case; `tooMany`: too many wrong ones lately, nothing was looked up. Both sound the same. */
  | { kind: 'caseStatus'; verdict: 'found' | 'wrong' | 'tooMany'; case: CaseInWords | null }
  /** `case`: the newest open one of a customer that is sure. */
  | { kind: 'customer'; isKnown: boolean; openCases: number; case: CaseInWords | null }
  | { kind: 'incidents'; incidents: ReadonlyArray<{ id: string; text: Words; caseNumber: string; by: Words }> }
  | { kind: 'directory'; entries: ReadonlyArray<DirectoryMatch> }
  /** The program could not find out in time. */
  | { kind: 'unknown'; reason: string }

/** A thing in words, by language. */
export type Words = Readonly<Record<Language, string>>
/** What a case number alone may tell: nothing personal. `by` null: nothing was promised, or it is over. */
export type CaseInWords = { number: string; words: Words; level: string; by: Words | null }
/** At most a handful; `number` is E.164, `hours` null when it is always open. */
export type DirectoryMatch = { id: string; name: string; number: string | null; hours: Words | null; isOpen: boolean }

/** Answers so far, by the key of the question. */
export type Known = ReadonlyMap<string, Answer>

/** The same question of one turn has the same key. */
export function keyOf(question: Question, step: string): string {
  const asked = 'asked' in question && Array.isArray(question.asked) ? question.asked.length : 0
  return `${question.kind} ${step}${asked > 0 ? ` after ${asked}` : ''}`
}

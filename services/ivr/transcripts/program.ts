import type { DateTime } from 'luxon'
import type { EffectResult } from '../../telephony/provider.ts'
import type { Flow } from '../flow.ts'
import { isOpen } from '../opening-hours.ts'
import type { Answer, Asked, CaseInWords, Question, Words } from '../questions.ts'
import type { Session } from '../session.ts'
import type { Transcript, TranscriptAnswers } from './transcript-file.ts'

/** The program as a transcript describes it. `answer` is undefined when the transcript says nothing about a question. */
export type Program = {
  answer: (question: Question, step: string, now: DateTime) => Answer | undefined
  /** What is there when the line comes back for a result. */
  results: (session: Session) => Readonly<Record<string, EffectResult>>
}

export type AnswerKind = keyof TranscriptAnswers
/** One answer, as it is written. */
export type Told<K extends AnswerKind = AnswerKind> = { [Kind in K]: Exclude<NonNullable<TranscriptAnswers[Kind]>, { each: unknown }> }[K]
/** What is said of a kind of question at a step; undefined: nothing. */
export type Tell = <K extends AnswerKind>(kind: K, step: string) => Told<K> | undefined

/** The answers of a transcript: the next of several, and then the last one again and again. */
export function tellFrom({ answers }: Pick<Transcript, 'answers'>): Tell {
  const asked = new Map<string, number>()
  return <K extends AnswerKind>(kind: K, step: string): Told<K> | undefined => {
    const own = answers.steps[step]?.[kind]
    const given: unknown = own ?? answers[kind]
    if (given === null || typeof given !== 'object' || !('each' in given) || !Array.isArray(given.each)) return given as Told<K> | undefined
    const key = own === undefined ? kind : `${kind} ${step}`
    const n = asked.get(key) ?? 0
    asked.set(key, n + 1)
    return given.each[Math.min(n, given.each.length - 1)] as Told<K>
  }
}

export function programOf(tell: Tell, { caller, languages }: { caller: Transcript['caller']; languages: Flow['languages'] }): Program {
  const phones = new Map<string, string>()
  const inWords = (text: string | Readonly<Record<string, string>>): Words => {
    return typeof text === 'string' ? Object.fromEntries(languages.map((language) => [language, text])) : text
  }

  function phoneOf(name: string): string {
    const phone = phones.get(name) ?? `+4930231253${String(phones.size).padStart(2, '0')}`
    phones.set(name, phone)
    return phone
  }

  /** Those of these who have not been rung yet: all, or the next one. */
  function roundOf(names: readonly string[], { asked: before, order }: { asked: readonly string[]; order: string }): Asked[] {
    const left = names.map((name): Asked => ({ name, phone: phoneOf(name), why: 'published shift' })).filter(({ phone }) => !before.includes(phone))
    return order === 'allAtOnce' ? left : left.slice(0, 1)
  }

  function caseOf({
    number,
    words,
    level,
    by,
  }: {
    number: string
    words: Parameters<typeof inWords>[0]
    level: string
    by?: Parameters<typeof inWords>[0] | undefined
  }): CaseInWords {
    return { number, words: inWords(words), level, by: by === undefined ? null : inWords(by) }
  }

  function certain(question: Question, step: string, now: DateTime): Answer | 'unknown' | undefined {
    switch (question.kind) {
      case 'onShift':
      case 'keeper':
      case 'owner': {
        const given = tell(question.kind, step)
        if (given === undefined || given === 'unknown') return given
        if (given === 'gap' || given === 'busy') return { kind: 'people', standing: given, round: [], notAsked: [] }
        return { kind: 'people', standing: 'on', round: roundOf(given, question), notAsked: [] }
      }
      case 'opening': {
        const given =
          tell('opening', step) ?? (question.hours !== null && question.onShift === null ? (isOpen(question.hours, now) ? 'open' : 'closed') : undefined)
        if (given === undefined || given === 'unknown') return given
        if (given === 'open') return { kind: 'opening', isOpen: true, next: null }
        return { kind: 'opening', isOpen: false, next: inWords(given === 'closed' ? 'tomorrow at 8 AM' : given.closed) }
      }
      case 'pin': {
        const verdict = tell('pin', step)
        return verdict === undefined || verdict === 'unknown' ? verdict : { kind: 'pin', verdict, personId: verdict === 'right' ? 'somebody' : null }
      }
      case 'queue': {
        const given = tell('queue', step)
        if (given === undefined || given === 'unknown') return given
        const none = { kind: 'queue', ahead: 0, waitMinutes: null, round: [], notAsked: [] } as const
        if (given === 'gap') return { ...none, standing: 'gap' }
        if ('ahead' in given) return { ...none, standing: 'wait', ahead: given.ahead, waitMinutes: given.wait ?? null }
        const round = roundOf(given.turn, question)
        return { ...none, standing: round.length > 0 ? 'turn' : 'wait', round }
      }
      case 'wake': {
        const given = tell('wake', step)
        if (given === undefined || given === 'unknown') return given
        const { number: caseNumber = null, owner = null } = resultOf('case', step)
        const opened = { kind: 'wake', caseNumber, owner } as const
        if (typeof given === 'string') return { ...opened, state: given, person: null, by: null }
        return { ...opened, state: 'accepted', person: given.accepted, by: inWords(given.by) }
      }
      case 'promise': {
        const given = tell('promise', step) ?? { by: 'by 6 PM' }
        return given === 'unknown' ? given : { kind: 'promise', at: now.toUTC().plus({ hours: 8 }).toISO() ?? '', by: inWords(given.by) }
      }
      case 'caseStatus': {
        const given = tell('caseStatus', step)
        if (given === undefined || given === 'unknown') return given
        if (typeof given === 'string') return { kind: 'caseStatus', verdict: given, case: null }
        return { kind: 'caseStatus', verdict: 'found', case: caseOf(given) }
      }
      case 'customer': {
        const usual: Told<'customer'> = typeof caller === 'object' && caller.customer !== undefined ? { openCases: 0 } : 'stranger'
        const given = tell('customer', step) ?? usual
        if (given === 'unknown') return given
        if (given === 'stranger') return { kind: 'customer', isKnown: false, openCases: 0, case: null }
        return { kind: 'customer', isKnown: true, openCases: given.openCases, case: given.case === undefined ? null : caseOf(given.case) }
      }
      case 'incidents': {
        const given = tell('incidents', step) ?? []
        if (given === 'unknown') return given
        const incidents = given.map(({ text, case: caseNumber, by }, n) => ({ id: `incident ${n + 1}`, text: inWords(text), caseNumber, by: inWords(by) }))
        return { kind: 'incidents', incidents }
      }
      case 'directory': {
        const given = tell('directory', step)
        if (given === undefined || given === 'unknown') return given
        const entries = given.map(({ name, number, hours, isOpen: isOpenNow }, n) => {
          return { id: `entry ${n + 1}`, name, number: number ?? null, hours: hours === undefined ? null : inWords(hours), isOpen: isOpenNow }
        })
        return { kind: 'directory', entries }
      }
    }
  }

  /** What an effect brings; empty while it is not there. */
  function resultOf(kind: 'case' | 'callback' | 'http', step: string): Record<string, string> {
    const given = tell(kind, step) ?? {}
    if (given === 'late') return {}
    if (given === 'failed') return { ok: 'no', why: 'timeout' }
    if (kind === 'http') return { ok: 'yes', ...given }
    return kind === 'case' ? { number: '1000180', owner: 'Amira Haddad', by: 'by 6 PM', ...given } : { number: '+493023125200', by: 'by 6 PM', ...given }
  }

  return {
    answer: (question, step, now) => {
      const answer = certain(question, step, now)
      return answer === 'unknown' ? { kind: 'unknown', reason: 'it took too long' } : answer
    },
    results: ({ position }) => {
      if (position === null) return {}
      const { name, turn } = position.awaits ?? { name: 'case', turn: 0 }
      const kind = name === 'case' || name === 'callback' ? name : 'http'
      const result = resultOf(kind, position.step)
      if (Object.keys(result).length === 0) return {}
      const mark = { turn: String(turn) }
      if (kind !== 'callback') return { [name]: { ...result, ...mark } }
      // An answer is promised where no call can be.
      const { by, ...opened } = resultOf('case', position.step)
      return { case: { ...opened, ...(!result['by'] && by !== undefined && { by }), ...mark }, callback: { ...result, ...mark } }
    },
  }
}

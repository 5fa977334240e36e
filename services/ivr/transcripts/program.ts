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

type Kind = keyof TranscriptAnswers
type One<K extends Kind> = Exclude<NonNullable<TranscriptAnswers[K]>, { each: unknown }>

export function programOf({ answers, caller }: Transcript, { languages }: Flow): Program {
  const asked = new Map<string, number>()
  const phones = new Map<string, string>()
  const inWords = (text: string | Readonly<Record<string, string>>): Words => {
    return typeof text === 'string' ? Object.fromEntries(languages.map((language) => [language, text])) : text
  }

  /** What the transcript says of this: the next of several, and then the last one again and again. */
  function next<K extends Kind>(kind: K, step: string): One<K> | undefined {
    const own = answers.steps[step]?.[kind]
    const given: unknown = own ?? answers[kind]
    if (given === null || typeof given !== 'object' || !('each' in given) || !Array.isArray(given.each)) return given as One<K> | undefined
    const key = own === undefined ? kind : `${kind} ${step}`
    const n = asked.get(key) ?? 0
    asked.set(key, n + 1)
    return given.each[Math.min(n, given.each.length - 1)] as One<K>
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
        const given = next(question.kind, step)
        if (given === undefined || given === 'unknown') return given
        if (given === 'gap' || given === 'busy') return { kind: 'people', standing: given, round: [], notAsked: [] }
        return { kind: 'people', standing: 'on', round: roundOf(given, question), notAsked: [] }
      }
      case 'opening': {
        const given =
          next('opening', step) ?? (question.hours !== null && question.onShift === null ? (isOpen(question.hours, now) ? 'open' : 'closed') : undefined)
        if (given === undefined || given === 'unknown') return given
        if (given === 'open') return { kind: 'opening', isOpen: true, next: null }
        return { kind: 'opening', isOpen: false, next: inWords(given === 'closed' ? 'tomorrow at 8 AM' : given.closed) }
      }
      case 'pin': {
        const verdict = next('pin', step)
        return verdict === undefined || verdict === 'unknown' ? verdict : { kind: 'pin', verdict, personId: verdict === 'right' ? 'somebody' : null }
      }
      case 'queue': {
        const given = next('queue', step)
        if (given === undefined || given === 'unknown') return given
        const none = { kind: 'queue', ahead: 0, waitMinutes: null, round: [], notAsked: [] } as const
        if (given === 'gap') return { ...none, standing: 'gap' }
        if ('ahead' in given) return { ...none, standing: 'wait', ahead: given.ahead, waitMinutes: given.wait ?? null }
        const round = roundOf(given.turn, question)
        return { ...none, standing: round.length > 0 ? 'turn' : 'wait', round }
      }
      case 'wake': {
        const given = next('wake', step)
        if (given === undefined || given === 'unknown') return given
        const opened = { kind: 'wake', caseNumber: resultOf('case', step)['number'] ?? null, owner: resultOf('case', step)['owner'] ?? null } as const
        if (typeof given === 'string') return { ...opened, state: given, person: null, by: null }
        return { ...opened, state: 'accepted', person: given.accepted, by: inWords(given.by) }
      }
      case 'promise': {
        const given = next('promise', step) ?? { by: 'by 6 PM' }
        return given === 'unknown' ? given : { kind: 'promise', at: now.toUTC().plus({ hours: 8 }).toISO() ?? '', by: inWords(given.by) }
      }
      case 'caseStatus': {
        const given = next('caseStatus', step)
        if (given === undefined || given === 'unknown') return given
        if (typeof given === 'string') return { kind: 'caseStatus', verdict: given, case: null }
        return { kind: 'caseStatus', verdict: 'found', case: caseOf(given) }
      }
      case 'customer': {
        const usual: One<'customer'> = typeof caller === 'object' && caller.customer !== undefined ? { openCases: 0 } : 'stranger'
        const given = next('customer', step) ?? usual
        if (given === 'unknown') return given
        if (given === 'stranger') return { kind: 'customer', isKnown: false, openCases: 0, case: null }
        return { kind: 'customer', isKnown: true, openCases: given.openCases, case: given.case === undefined ? null : caseOf(given.case) }
      }
      case 'incidents': {
        const given = next('incidents', step) ?? []
        if (given === 'unknown') return given
        const incidents = given.map(({ text, case: caseNumber, by }, n) => ({ id: `incident ${n + 1}`, text: inWords(text), caseNumber, by: inWords(by) }))
        return { kind: 'incidents', incidents }
      }
      case 'directory': {
        const given = next('directory', step)
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
    const given = next(kind, step) ?? {}
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
      return { ...(kind === 'callback' && { case: { ...resultOf('case', position.step), ...mark } }), [name]: { ...result, ...mark } }
    },
  }
}

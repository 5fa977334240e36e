import type { CaseEvent } from '../api/case-types.ts'

/** What happened: the key of its sentence, what fills its blanks, and what was said or written in their own words. */
export type EventWords = {
  key: string
  values: Record<string, string>
  /** Blanks that are instants, still as the server says them. */
  instants: Record<string, string>
  /** Blanks that have words of their own: the stem, and which. */
  words: Record<string, { stem: string; name: string }>
  quotes: string[]
  /** What was changed, before and after; only after where that is all that is known. */
  changes: Change[]
}
export type Change = { name: string; before?: string | boolean; after: string | boolean }

/** The body is a free record: what is missing or of another shape becomes an empty blank, never a broken page. */
export const eventWords = (
  { kind, body, person }: Pick<CaseEvent, 'kind' | 'body' | 'person'>,
  nameOf: (fact: string) => string = (fact) => fact,
): EventWords => {
  const text = (name: string): string => textOf(body[name])
  const said = (...names: string[]) => names.map(text).filter((words) => words !== '')
  const made = (more: Partial<EventWords> = {}): EventWords => ({
    key: `caseWork.events.${kind}`,
    values: {},
    instants: {},
    words: {},
    quotes: [],
    changes: [],
    ...more,
  })
  switch (kind) {
    case 'opened':
      return made({ words: { channel: { stem: 'caseWork.channels', name: text('channel') } } })
    case 'acknowledged':
      return made({ quotes: said('words', 'acknowledgement') })
    case 'gathered':
    case 'factGiven':
      return made({ values: { names: namesOf(body['names'] ?? body['name'], nameOf) } })
    case 'factsAsked':
      return made({ values: { names: namesOf(body['names'], nameOf) }, words: { fault: { stem: 'caseWork.ask.faultNames', name: text('fault') || 'new' } } })
    case 'contact':
      return made({ quotes: said('words') })
    case 'taken':
      // Who had it as the keeper already has taken it from nobody.
      return text('from') === person?.name ? made({ key: 'caseWork.events.kept' }) : made({ values: { from: text('from') } })
    case 'woken':
      return made({ values: { from: text('from') } })
    case 'passedUp':
    case 'handedOver':
      return made({ values: { from: text('from'), to: text('to'), level: text('level') }, quotes: said('reason') })
    case 'takenOver':
      return made({ values: { from: text('from') }, quotes: said('reason') })
    case 'top':
      return made({ ...(text('from') === text('to') ? { key: 'caseWork.events.topStays' } : {}), values: { from: text('from'), to: text('to') } })
    case 'deputy':
      return made({
        values: { from: text('from'), to: text('to') },
        words: { why: { stem: 'caseWork.deputyWhy', name: text('why') === 'absent' ? 'absent' : 'silent' } },
      })
    case 'solved':
      return made({ quotes: said('solution', 'satisfiedBy', 'spotReason') })
    case 'closed':
      return made({ words: { why: { stem: 'caseWork.close.reasons', name: text('reason') || 'withdrawn' } }, quotes: said('joinedTo', 'note') })
    case 'reopened':
      return made({ values: { owner: text('owner') }, quotes: said('reason') })
    case 'note':
      return made({ quotes: said('text') })
    case 'changed':
      return made({ changes: Object.entries(body).map(([name, change]) => changeOf(name, change)) })
    case 'promised':
      return made({ instants: { at: text('dueAt') } })
    case 'promiseChanged':
      return made({ instants: { from: text('from'), to: text('to') }, quotes: said('reason') })
    case 'called':
      return made({ quotes: said('result') })
    case 'message':
      return made({
        words: {
          channel: { stem: 'caseWork.messages.channels', name: text('channel') || 'none' },
          kind: { stem: 'caseWork.messages.kinds', name: text('kind') },
        },
        values: {},
      })
    case 'subTask':
      return made({ values: { department: text('department') } })
    case 'warned':
    case 'silent':
      return made({ values: { hours: text('hours') } })
    case 'olaBreached':
      return made({ values: { level: text('level') } })
    case 'rated':
      return made({ values: { score: text('score') }, quotes: said('why') })
    case 'promiseKept':
    case 'unreachable':
    case 'undelivered':
    case 'subTaskAnswered':
    case 'notice':
      return made()
  }
}

/** A text, a number, or the name of a person. */
const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' ? value.name : ''
}

const namesOf = (value: unknown, nameOf: (fact: string) => string): string =>
  (Array.isArray(value) ? value : [value]).map(textOf).filter(Boolean).map(nameOf).join(', ')

const changeOf = (name: string, change: unknown): Change => {
  const shown = (value: unknown): string | boolean => (typeof value === 'boolean' ? value : textOf(value))
  if (typeof change !== 'object' || change === null || !('after' in change)) return { name, after: shown(change) }
  return { name, ...('before' in change ? { before: shown(change.before) } : {}), after: shown(change.after) }
}

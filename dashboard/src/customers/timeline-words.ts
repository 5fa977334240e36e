import type { TimelineEntry } from '../api/case-types.ts'
import type { Tone } from '../ui/pieces.tsx'

type Sign = { stem: string; name: string; tone: Tone }
export type TimelineWords = {
  signs: Sign[]
  /** What it says; a `stem` has words of its own for `text`. */
  text: string
  stem?: string
  /** What stands before the text: a name, a number. */
  before?: string
  seconds?: number
  /** Can be played. */
  audioSid?: string
  /** A second instant: by when something was promised. */
  instant?: string
  link?: { to: 'call' | 'case'; ref: string }
}

const CALLBACK_TONES: Readonly<Record<string, Tone>> = { offering: 'accent', calling: 'accent', talking: 'accent', done: 'ok', unreachable: 'bad' }

/** The fields of an entry are a free record: what is missing or of another shape is left out. */
export const timelineWords = ({ kind, ref, text, detail }: Omit<TimelineEntry, 'at'>): TimelineWords => {
  const field = (name: string): string | undefined => {
    const value = detail[name]
    if (typeof value === 'number') return String(value)
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const sign = (stem: string, name: string | undefined, tones: Readonly<Record<string, Tone>> = {}): Sign[] =>
    name === undefined ? [] : [{ stem, name, tone: tones[name] ?? 'plain' }]
  const toCase = { link: { to: 'case' as const, ref } }
  const toCall = { link: { to: 'call' as const, ref } }
  const length = secondsOf(detail)
  const dueAt = field('dueAt')
  const due = dueAt === undefined ? {} : { instant: dueAt }
  switch (kind) {
    case 'call': {
      const isOurs = directionSigns(detail).length > 0
      const signs = [...directionSigns(detail), ...sign('outcomes', field('outcome'), OUTCOME_TONES)]
      return { signs, text, ...before(field(isOurs ? 'to' : 'from')), ...length, ...toCall }
    }
    case 'captured':
      return { signs: [], text, ...before(field('name')), ...toCall }
    case 'recording': {
      const callSid = field('callSid')
      const isDeleted = field('deletedAt') !== undefined
      return {
        signs: isDeleted ? sign('customerWork.timeline.recordings', 'deleted') : [],
        text,
        stem: 'customerWork.timeline.recordings',
        ...length,
        ...(isDeleted ? {} : { audioSid: ref }),
        ...(callSid === undefined ? {} : { link: { to: 'call', ref: callSid } }),
      }
    }
    case 'callback':
      // Before its window begins it has no case.
      return { signs: sign('customerWork.timeline.callbacks', field('state'), CALLBACK_TONES), text, ...due, ...(ref === '' ? {} : toCase) }
    case 'case':
      return { signs: sign('cases.statuses', field('status'), { open: 'accent', solved: 'ok' }), text, ...before(ref), ...toCase }
    case 'message': {
      const signs = [
        ...directionSigns(detail),
        ...sign('caseWork.messages.channels', field('channel')),
        ...sign('caseWork.messages.states', field('state'), STATE_TONES),
      ]
      // What a call sent by itself hangs on the call; everything else on a case.
      const isOfCase = field('kind') !== undefined || field('direction') === 'in'
      return { signs, text, ...(isOfCase ? toCase : toCall) }
    }
    case 'promise':
      return { signs: promiseSigns(detail), text, stem: 'caseWork.promises.kinds', ...due, ...toCase }
    case 'rating': {
      const via = field('via')
      return { signs: [], text, ...before([field('score'), field('most')].filter(Boolean).join(' / ') || undefined), ...(via === 'call' ? toCall : toCase) }
    }
    case 'note':
      return { signs: [], text, ...before(field('by')) }
    case 'order':
      return { signs: sign('', field('state')), text, ...before(ref) }
  }
}

const OUTCOME_TONES: Readonly<Record<string, Tone>> = { answered: 'ok', abandoned: 'bad', failed: 'bad' }
const STATE_TONES: Readonly<Record<string, Tone>> = { delivered: 'ok', failed: 'bad', unknown: 'warn' }

const before = (words: string | undefined): Pick<TimelineWords, 'before'> => (words === undefined ? {} : { before: words })

const secondsOf = (detail: TimelineEntry['detail']): Pick<TimelineWords, 'seconds'> => {
  const seconds = detail['seconds'] ?? detail['durationSeconds']
  return typeof seconds === 'number' ? { seconds } : {}
}

/** Only what goes out is said: that customers call us is the usual way. */
const directionSigns = ({ direction }: TimelineEntry['detail']): Sign[] =>
  typeof direction === 'string' && direction.startsWith('out') ? [{ stem: 'customerWork.timeline.directions', name: 'out', tone: 'accent' }] : []

const promiseSigns = ({ keptAt, dueAt, replacedAt }: TimelineEntry['detail']): Sign[] => {
  const stem = 'caseWork.promises.standings'
  if (typeof keptAt === 'string') {
    const isLate = typeof dueAt === 'string' && keptAt > dueAt
    return [{ stem, name: isLate ? 'keptLate' : 'kept', tone: isLate ? 'warn' : 'ok' }]
  }
  return typeof replacedAt === 'string' ? [{ stem, name: 'replaced', tone: 'plain' }] : []
}

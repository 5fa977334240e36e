import type { TimelineEntry } from '../api/case-types.ts'
import type { Tone } from '../ui/pieces.tsx'

type Sign = { stem: string; name: string; tone: Tone }
export type TimelineWords = {
  signs: Sign[]
  seconds?: number
  /** Can be played. */
  audioSid?: string
  /** A second instant: by when something was promised. */
  instant?: string
  link?: { to: 'call' | 'case'; ref: string }
}

/** The fields of an entry are a free record: what is missing or of another shape is left out. */
export const timelineWords = ({ kind, ref, detail }: Pick<TimelineEntry, 'kind' | 'ref' | 'detail'>): TimelineWords => {
  const text = (...names: string[]): string | undefined =>
    names.map((name) => detail[name]).find((value): value is string => typeof value === 'string' && value !== '')
  const sign = (stem: string, tones: Readonly<Record<string, Tone>>, name: string | undefined): Sign[] =>
    name === undefined ? [] : [{ stem, name, tone: tones[name] ?? 'plain' }]
  const caseRef = text('caseNumber', 'case', 'number')
  const callRef = text('callSid')
  const around: Pick<TimelineWords, 'link'> =
    caseRef !== undefined ? { link: { to: 'case', ref: caseRef } } : callRef !== undefined ? { link: { to: 'call', ref: callRef } } : {}
  const seconds = detail['seconds'] ?? detail['durationSeconds']
  const length = typeof seconds === 'number' ? { seconds } : {}
  switch (kind) {
    case 'call':
      return { signs: sign('outcomes', { answered: 'ok', abandoned: 'bad', failed: 'bad' }, text('outcome')), ...length, link: { to: 'call', ref } }
    case 'recording':
      return { signs: [], ...length, audioSid: ref, ...around }
    case 'case':
      return { signs: sign('cases.statuses', { open: 'accent', solved: 'ok' }, text('status')), link: { to: 'case', ref } }
    case 'message':
      return { signs: sign('caseWork.messages.states', { delivered: 'ok', failed: 'bad', unknown: 'warn' }, text('state')), ...around }
    case 'promise': {
      const dueAt = text('dueAt')
      return { signs: promiseSigns(detail), ...(dueAt === undefined ? {} : { instant: dueAt }), ...around }
    }
    case 'captured':
    case 'callback':
    case 'rating':
    case 'note':
    case 'order':
      return { signs: [], ...around }
  }
}

const promiseSigns = ({ keptAt, dueAt, replacedAt }: Record<string, unknown>): Sign[] => {
  const stem = 'caseWork.promises.standings'
  if (typeof keptAt === 'string') return [{ stem, name: typeof dueAt === 'string' && keptAt > dueAt ? 'keptLate' : 'kept', tone: 'ok' }]
  return typeof replacedAt === 'string' ? [{ stem, name: 'replaced', tone: 'plain' }] : []
}

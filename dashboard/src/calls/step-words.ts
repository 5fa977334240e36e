import type { CallStep } from '../api/types.ts'

/** One line of a call's log for people: the key of its sentence, what fills it, and what was said word for word. */
export type StepWords = {
  key: string
  values: Record<string, string | number>
  quote?: { text: string; language: string }
  /** Who was rung and who was not, each with the reason. */
  people?: { asked: string; notAsked: string }
  /** Whose doing it was, or that something went wrong: coloured, and said in the sentence too. */
  by: 'line' | 'caller' | 'wrong'
}

export const stepWords = ({ kind, detail }: Pick<CallStep, 'kind' | 'detail'>): StepWords => {
  const read = (name: string): string => {
    const value = detail[name]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  }
  const count = (name: string): number => (typeof detail[name] === 'number' ? detail[name] : 0)
  switch (kind) {
    case 'said':
    case 'asked':
      return { key: kind, values: {}, quote: { text: read('text'), language: read('language') }, by: 'line' }
    case 'pressed':
      return { key: kind, values: { digits: read('digits') }, by: 'caller' }
    case 'spoke':
      return { key: kind, values: {}, quote: { text: read('text'), language: '' }, by: 'caller' }
    case 'silent':
      return { key: kind, values: {}, by: 'caller' }
    case 'hungUp':
    case 'turnedAway':
      return { key: kind, values: {}, by: 'line' }
    case 'notUnderstood':
      return { key: kind, values: { input: read('input') }, by: 'wrong' }
    case 'captured':
      return { key: kind, values: { name: read('name'), value: read('value') }, by: 'line' }
    case 'went':
      return { key: kind, values: { to: read('to'), why: read('why') }, by: 'line' }
    case 'dialled':
      return { key: kind, values: { count: count('numbers') }, people: peopleIn(detail), by: 'line' }
    case 'gap':
    case 'allBusy':
      return { key: kind, values: { fallback: read('fallback') }, people: peopleIn(detail), by: 'wrong' }
    case 'notKnown':
      return { key: kind, values: { question: read('question'), reason: read('reason') }, by: 'wrong' }
    case 'dialEnded':
      return { key: `dialEnds.${read('result')}`, values: { seconds: count('talkSeconds') }, by: 'line' }
    case 'recorded':
      return { key: kind, values: { count: count('seconds') }, by: 'caller' }
    case 'effect':
      return { key: `effects.${read('effect')}`, values: {}, by: 'line' }
    case 'held':
      return { key: kind, values: { place: count('ahead') + 1, seconds: count('seconds') }, by: 'line' }
    case 'offered':
      return { key: kind, values: {}, by: 'line' }
    case 'accepted':
      return { key: `accepted.${read('what')}`, values: {}, by: 'caller' }
    case 'notFound':
      return { key: `notFound.${read('what')}`, values: { asked: read('asked') }, by: 'wrong' }
    case 'woken':
      return { key: `woken.${read('result')}`, values: { name: read('name'), why: read('why') }, by: 'line' }
    case 'wokenInVain':
      return { key: kind, values: {}, by: 'wrong' }
    case 'texted':
      return { key: `texted.${read('result')}`, values: { to: read('to'), code: read('errorCode') }, by: 'line' }
    case 'failed':
      return { key: kind, values: { reason: read('reason') }, by: 'wrong' }
    default:
      return { key: 'other', values: { kind }, by: 'line' }
  }
}

/** "Dana Novak (published shift until 06:00), Irina Sokolova (...)"; calls of older versions have none. */
function peopleIn(detail: CallStep['detail']): { asked: string; notAsked: string } {
  const listed = (list: unknown): string =>
    (Array.isArray(list) ? list : []).flatMap((one: unknown) => (isReason(one) ? [`${one.name} (${one.why})`] : [])).join(', ')
  return { asked: listed(detail['asked']), notAsked: listed(detail['notAsked']) }
}

const isReason = (one: unknown): one is { name: string; why: string } =>
  typeof one === 'object' && one !== null && 'name' in one && 'why' in one && typeof one.name === 'string' && typeof one.why === 'string'

import type { Ears, Signal } from '../legs/leg.ts'
import type { Gather } from '../twiml/verbs.ts'

/** `spoken`: what has been said so far by somebody who may still be speaking. */
export type GatherState = { digits: string; isPrompting: boolean; spoken?: Spoken }
type Spoken = { text: string; confidence: number }
export type GatherResult = { kind: 'keys'; digits: string; finishedOnKey: string } | { kind: 'speech'; text: string; confidence: number } | { kind: 'nothing' }
export type GatherMove =
  | { kind: 'ignored' }
  /** A key or words were taken (and cut off the prompt): wait for more. */
  | { kind: 'taken'; state: GatherState; waitSeconds: number }
  | { kind: 'nextPrompt' }
  | { kind: 'done'; result: GatherResult }

/** One signal for a Gather. The first key ends the prompts; of keys and speech, what comes first wins. With `real` ears speech takes its time. */
export function gatherMove(gather: Gather, state: GatherState, signal: Signal, ears: Ears = 'instant'): GatherMove {
  switch (signal.kind) {
    case 'key':
      return gather.accepts.includes('keys') && !state.spoken ? keyMove(gather, state, signal.key) : { kind: 'ignored' }
    case 'speech': {
      const isHeard = gather.accepts.includes('speech') && state.digits === '' && signal.text !== '' && (!state.isPrompting || gather.bargeIn)
      if (!isHeard) return { kind: 'ignored' }
      const spoken = state.spoken ? { text: `${state.spoken.text} ${signal.text}`, confidence: Math.min(state.spoken.confidence, signal.confidence) } : signal
      if (ears === 'instant') return { kind: 'done', result: { kind: 'speech', text: spoken.text, confidence: spoken.confidence } }
      const { text, confidence } = spoken
      return { kind: 'taken', state: { ...state, isPrompting: false, spoken: { text, confidence } }, waitSeconds: signal.seconds + gather.speechTimeoutSeconds }
    }
    case 'elapsed':
      if (state.isPrompting) return { kind: 'nextPrompt' }
      return { kind: 'done', result: state.spoken ? { kind: 'speech', ...state.spoken } : keysOrNothing(state.digits, '') }
    default:
      return { kind: 'ignored' }
  }
}

function keyMove(gather: Gather, state: GatherState, key: string): GatherMove {
  if (key === gather.finishOnKey) return { kind: 'done', result: keysOrNothing(state.digits, key) }
  const digits = state.digits + key
  if (digits.length === gather.numDigits) return { kind: 'done', result: keysOrNothing(digits, '') }
  return { kind: 'taken', state: { digits, isPrompting: false }, waitSeconds: gather.timeoutSeconds }
}

/** The finish key before any digit counts as no input. */
function keysOrNothing(digits: string, finishedOnKey: string): GatherResult {
  return digits === '' ? { kind: 'nothing' } : { kind: 'keys', digits, finishedOnKey }
}

/** What the action URL is told, or undefined if the call falls through to the next verb. */
export function gatherParameters(gather: Gather, result: GatherResult): Readonly<Record<string, string>> | undefined {
  switch (result.kind) {
    case 'keys':
      return { msg: 'Gather End', Digits: result.digits, FinishedOnKey: result.finishedOnKey }
    case 'speech':
      return {
        msg: 'Gather End',
        SpeechResult: result.text,
        Confidence: String(result.confidence),
        Language: gather.language,
      }
    case 'nothing':
      return gather.actionOnEmptyResult ? { msg: 'Gather End', Digits: '', FinishedOnKey: '' } : undefined
  }
}

import type { Signal } from '../legs/leg.ts'
import type { Gather } from '../twiml/verbs.ts'

export type GatherState = { digits: string; isPrompting: boolean }
export type GatherResult = { kind: 'keys'; digits: string; finishedOnKey: string } | { kind: 'speech'; text: string; confidence: number } | { kind: 'nothing' }
export type GatherMove =
  | { kind: 'ignored' }
  /** A key was taken (and cut off the prompt): wait for the next one as long as `timeout`. */
  | { kind: 'taken'; state: GatherState }
  | { kind: 'nextPrompt' }
  | { kind: 'done'; result: GatherResult }

/** One signal for a Gather. The first key ends the prompts; of keys and speech, what comes first wins. */
export function gatherMove(gather: Gather, state: GatherState, signal: Signal): GatherMove {
  switch (signal.kind) {
    case 'key':
      return gather.accepts.includes('keys') ? keyMove(gather, state, signal.key) : { kind: 'ignored' }
    case 'speech': {
      const isHeard = gather.accepts.includes('speech') && state.digits === '' && (!state.isPrompting || gather.bargeIn)
      if (!isHeard) return { kind: 'ignored' }
      return { kind: 'done', result: { kind: 'speech', text: signal.text, confidence: signal.confidence } }
    }
    case 'elapsed':
      if (state.isPrompting) return { kind: 'nextPrompt' }
      return { kind: 'done', result: keysOrNothing(state.digits, '') }
    default:
      return { kind: 'ignored' }
  }
}

function keyMove(gather: Gather, state: GatherState, key: string): GatherMove {
  if (key === gather.finishOnKey) return { kind: 'done', result: keysOrNothing(state.digits, key) }
  const digits = state.digits + key
  if (digits.length === gather.numDigits) return { kind: 'done', result: keysOrNothing(digits, '') }
  return { kind: 'taken', state: { digits, isPrompting: false } }
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

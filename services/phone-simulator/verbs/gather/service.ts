import { isInterrupted, type Leg, type WaitingFor } from '../../legs/leg.ts'
import { callParameters } from '../../legs/parameters.ts'
import type { Gather } from '../../twiml/verbs.ts'
import type { VerbDependencies } from '../dependencies.ts'
import { gatherMove, gatherParameters, type GatherResult, type GatherState } from '../gather.ts'
import type { Outcome } from '../outcome.ts'
import { promptSteps } from '../prompts.ts'
import { announce } from '../prompts/service.ts'

/** Speaks its prompts and listens, until keys, words or silence decide. */
export async function playGather(on: VerbDependencies, leg: Leg, verb: Gather, base: string | undefined): Promise<Outcome> {
  const steps = promptSteps(verb.prompts, leg.ears)
  let state: GatherState = { digits: '', isPrompting: true }
  leg.waitingFor = waitingFor(verb)
  const nextPrompt = (): number => {
    for (let step = steps.next(); !step.done; step = steps.next()) {
      announce(on, leg, step.value)
      if (step.value.seconds > 0) return step.value.seconds
    }
    state = { ...state, isPrompting: false }
    on.legs.note(leg, 'listening', { waitingFor: waitingFor(verb) })
    return verb.timeoutSeconds
  }
  const result = await leg.line.until<GatherResult>(nextPrompt(), (signal) => {
    const move = gatherMove(verb, state, signal, leg.ears)
    switch (move.kind) {
      case 'ignored':
        return undefined
      case 'nextPrompt':
        return { waitSeconds: nextPrompt() }
      case 'done':
        return { done: move.result }
      case 'taken':
        state = move.state
        return { waitSeconds: move.waitSeconds }
    }
  })
  leg.waitingFor = null
  if (isInterrupted(result)) return result
  if (result.kind === 'speech') tellPartial(on, leg, verb, base, result)
  const parameters = gatherParameters(verb, result)
  if (parameters === undefined) return { kind: 'next' }
  return { kind: 'goTo', target: { url: verb.action, base, method: verb.method, parameters } }
}

/** What was understood while the person still spoke: one report, whose answer nobody uses. */
function tellPartial(on: VerbDependencies, leg: Leg, verb: Gather, base: string | undefined, { text }: { text: string }): void {
  if (!verb.partialResult) return
  const { url, method } = verb.partialResult
  const words = { UnstableSpeechResult: text, Stability: '0.9', SequenceNumber: '0', Language: verb.language }
  void on.webhooks.deliver({ purpose: 'partial', callSid: leg.sid, url, base, method, parameters: { ...callParameters(leg, on.accountSid), ...words } })
}

function waitingFor(verb: Gather): WaitingFor {
  return {
    kind: 'gather',
    accepts: verb.accepts,
    ...(verb.numDigits === undefined ? {} : { maxDigits: verb.numDigits }),
    ...(verb.finishOnKey === '' ? {} : { finishOnKey: verb.finishOnKey }),
  }
}

import { hasEnded, isAnswered, isInterrupted, type Interrupted, type Leg, type Target, type WaitingFor } from '../legs/leg.ts'
import { callParameters } from '../legs/parameters.ts'
import { readTwiml, type Gather, type Prompt, type Verb } from '../twiml/document.ts'
import type { Delivery } from '../webhooks/service.ts'
import { playDial } from './dial/service.ts'
import { gatherMove, gatherParameters, type GatherResult, type GatherState } from './gather.ts'
import type { Ending, Outcome, RunTwiml } from './outcome.ts'
import { promptSteps, type PromptStep } from './prompts.ts'
import { playRecord, type RecordDependencies } from './record/service.ts'

/** What a caller hears when neither the voice URL nor the fallback URL gave TwiML that can be played. */
export const twiliosSentence = 'We are sorry. An application error has occurred. Goodbye.'

type Page = { url: string | undefined; verbs: ReadonlyArray<Verb> }

/** Fetches TwiML and plays it on a leg: the way from one document to the next, with fallback and Twilio's own sentence. */
export function twimlRunner(on: RecordDependencies): RunTwiml {
  async function run(leg: Leg, first: Target): Promise<Ending> {
    let target = first
    for (;;) {
      const page = await fetchPage(leg, target)
      if (hasEnded(leg)) return 'ended'
      if (leg.redirect === undefined) {
        const outcome = page === undefined ? await apologise(leg) : await playPage(leg, page)
        if (hasEnded(leg)) return 'ended'
        if (outcome.kind === 'next') return 'outOfVerbs'
        if (outcome.kind === 'hangUp') return 'hangUp'
        if (outcome.kind === 'goTo' && leg.redirect === undefined) {
          target = outcome.target
          continue
        }
      }
      if (leg.redirect === undefined) return 'ended'
      target = leg.redirect
      leg.redirect = undefined
    }
  }

  async function fetchPage(leg: Leg, target: Target, isFallback = false): Promise<Page | undefined> {
    const result = target.twiml === undefined ? await request(leg, target, isFallback) : inline(target.twiml)
    if ('verbs' in result) return result
    if (isFallback || !leg.fallback || leg.fallback.url === '' || hasEnded(leg)) return undefined
    const parameters = { ...target.parameters, ErrorCode: String(result.code), ErrorUrl: result.url }
    return fetchPage(leg, { ...leg.fallback, parameters }, true)
  }

  async function request(leg: Leg, target: Target, isFallback: boolean): Promise<Page | { code: number; url: string }> {
    const parameters = { ...callParameters(leg, on.accountSid), ...target.parameters }
    const purpose = isFallback ? 'fallback' : 'voice'
    const { url, base, method } = target
    const delivery = await on.webhooks.deliver({ purpose, callSid: leg.sid, url, base, method, parameters })
    const read = delivery.kind === 'delivered' ? readTwiml(delivery.body, delivery.contentType) : undefined
    const error = read?.kind === 'error' ? read.error : delivery.kind === 'failed' ? delivery : undefined
    noteWebhook(leg, delivery, error ?? (read?.kind === 'document' ? read.warnings[0] : undefined))
    if (read?.kind === 'document') return { url: delivery.url, verbs: read.verbs }
    return { code: error?.code ?? 11200, url: delivery.url }
  }

  function noteWebhook(leg: Leg, delivery: Delivery, error: { code: number; message: string } | undefined): void {
    const { url, milliseconds, status } = delivery
    const fault = error === undefined ? {} : { code: error.code, text: error.message }
    on.legs.note(leg, 'webhook', { url, milliseconds, ...(status === undefined ? {} : { status }), ...fault })
  }

  async function apologise(leg: Leg): Promise<Outcome> {
    on.legs.markAnswered(leg)
    const text: Prompt = { verb: 'say', text: twiliosSentence, language: 'en-US', voice: '', loop: 1 }
    const interrupted = await playPrompts(leg, [text])
    return interrupted ?? { kind: 'hangUp' }
  }

  async function playPage(leg: Leg, page: Page): Promise<Outcome> {
    for (const verb of page.verbs) {
      if (answersTheCall(leg, verb)) on.legs.markAnswered(leg)
      const outcome = await play(leg, verb, page.url)
      if (outcome.kind !== 'next') return outcome
    }
    on.legs.markAnswered(leg)
    return { kind: 'next' }
  }

  async function play(leg: Leg, verb: Verb, base: string | undefined): Promise<Outcome> {
    switch (verb.verb) {
      case 'say':
      case 'play':
      case 'pause':
        return (await playPrompts(leg, [verb])) ?? { kind: 'next' }
      case 'gather':
        return playGather(leg, verb, base)
      case 'dial':
        return playDial({ ...on, run }, leg, verb, base)
      case 'record':
        return playRecord(on, leg, verb, base)
      case 'redirect':
        return { kind: 'goTo', target: { url: verb.url, base, method: verb.method } }
      case 'hangup':
        return { kind: 'hangUp' }
      case 'reject':
        on.legs.finish(leg, verb.reason === 'busy' ? 'busy' : 'no-answer')
        return { kind: 'interrupted' }
    }
  }

  function announce(leg: Leg, { prompt }: PromptStep): void {
    if (prompt.verb === 'say' && prompt.text !== '') on.legs.hear(leg, 'said', prompt.text, prompt.language)
    if (prompt.verb === 'play') on.legs.hear(leg, 'played', prompt.url === '' ? prompt.digits : prompt.url)
  }

  async function playPrompts(leg: Leg, prompts: ReadonlyArray<Prompt>): Promise<Interrupted | undefined> {
    for (const step of promptSteps(prompts, leg.ears)) {
      announce(leg, step)
      if (step.seconds === 0) continue
      const heard = await leg.line.until<'heard'>(step.seconds, ({ kind }) => (kind === 'elapsed' ? { done: 'heard' } : undefined))
      if (isInterrupted(heard)) return heard
    }
    return undefined
  }

  async function playGather(leg: Leg, verb: Gather, base: string | undefined): Promise<Outcome> {
    const steps = promptSteps(verb.prompts, leg.ears)
    let state: GatherState = { digits: '', isPrompting: true }
    leg.waitingFor = waitingFor(verb)
    const nextPrompt = (): number => {
      for (let step = steps.next(); !step.done; step = steps.next()) {
        announce(leg, step.value)
        if (step.value.seconds > 0) return step.value.seconds
      }
      state = { ...state, isPrompting: false }
      on.legs.note(leg, 'listening', { waitingFor: waitingFor(verb) })
      return verb.timeoutSeconds
    }
    const result = await leg.line.until<GatherResult>(nextPrompt(), (signal) => {
      const move = gatherMove(verb, state, signal)
      switch (move.kind) {
        case 'ignored':
          return undefined
        case 'nextPrompt':
          return { waitSeconds: nextPrompt() }
        case 'done':
          return { done: move.result }
        case 'taken':
          state = move.state
          return { waitSeconds: verb.timeoutSeconds }
      }
    })
    leg.waitingFor = null
    if (isInterrupted(result)) return result
    const parameters = gatherParameters(verb, result)
    if (parameters === undefined) return { kind: 'next' }
    return { kind: 'goTo', target: { url: verb.action, base, method: verb.method, parameters } }
  }

  return run
}

function inline(twiml: string): Page | { code: number; url: string } {
  const read = readTwiml(twiml, 'text/xml')
  return read.kind === 'document' ? { url: undefined, verbs: read.verbs } : { code: read.error.code, url: '' }
}

/** Pause, Redirect, Reject and a Dial with answerOnBridge leave an incoming call ringing. */
function answersTheCall(leg: Leg, verb: Verb): boolean {
  if (isAnswered(leg)) return false
  if (verb.verb === 'dial') return !verb.answerOnBridge
  return !['pause', 'redirect', 'reject'].includes(verb.verb)
}

function waitingFor(verb: Gather): WaitingFor {
  return {
    kind: 'gather',
    accepts: verb.accepts,
    ...(verb.numDigits === undefined ? {} : { maxDigits: verb.numDigits }),
    ...(verb.finishOnKey === '' ? {} : { finishOnKey: verb.finishOnKey }),
  }
}

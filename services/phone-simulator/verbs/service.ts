import { hasEnded, isAnswered, type Leg, type Target } from '../legs/leg.ts'
import { callParameters } from '../legs/parameters.ts'
import { readTwiml } from '../twiml/document.ts'
import type { Prompt, Verb } from '../twiml/verbs.ts'
import type { Delivery } from '../webhooks/service.ts'
import type { Playing, VerbDependencies } from './dependencies.ts'
import type { Ending, InnerRun, Outcome, RunTwiml } from './outcome.ts'
import { playVerb } from './play/service.ts'
import { playPrompts } from './prompts/service.ts'

/** What a caller hears when neither the voice URL nor the fallback URL gave TwiML that can be played. */
export const twiliosSentence = 'We are sorry. An application error has occurred. Goodbye.'

type Page = { url: string | undefined; verbs: ReadonlyArray<Verb> }
type Fault = { code: number; url: string }

/** Fetches TwiML and plays it on a leg: the way from one document to the next, with fallback and Twilio's own sentence. */
export function twimlRunner(on: VerbDependencies): RunTwiml {
  const isOver = (leg: Leg): boolean => hasEnded(leg) || leg.isCutOff

  async function run(leg: Leg, first: Target, inner?: InnerRun): Promise<Ending> {
    let target = first
    for (;;) {
      const page = await fetchPage(leg, target, inner)
      if (isOver(leg)) return 'over'
      if (leg.redirect === undefined) {
        if (page === undefined && inner) return 'failed'
        const outcome = page === undefined ? await apologise(leg) : await playPage(leg, page, inner)
        if (isOver(leg)) return 'over'
        if (leg.redirect === undefined && outcome.kind === 'goTo') {
          target = outcome.target
          continue
        }
        const ending = endingOf(outcome)
        if (ending !== undefined) return ending
      }
      if (leg.redirect === undefined || inner) return 'over'
      target = leg.redirect
      leg.redirect = undefined
    }
  }

  async function fetchPage(leg: Leg, target: Target, inner: InnerRun | undefined, isFallback = false): Promise<Page | undefined> {
    const result = target.twiml === undefined ? await request(leg, target, inner, isFallback) : inline(target.twiml)
    if ('verbs' in result) return result
    if (inner || isFallback || !leg.fallback || leg.fallback.url === '' || hasEnded(leg)) return undefined
    const parameters = { ...target.parameters, ErrorCode: String(result.code), ErrorUrl: result.url }
    return fetchPage(leg, { ...leg.fallback, parameters }, inner, true)
  }

  async function request(leg: Leg, target: Target, inner: InnerRun | undefined, isFallback: boolean): Promise<Page | Fault> {
    const parameters = { ...callParameters(leg, on.accountSid), ...inner?.parameters(), ...target.parameters }
    const purpose = isFallback ? 'fallback' : (inner?.purpose ?? 'voice')
    const { url, base, method } = target
    const delivery = await on.webhooks.deliver({ purpose, callSid: leg.sid, url, base, method, parameters })
    const read = delivery.kind === 'delivered' ? readTwiml(delivery.body, delivery.contentType) : undefined
    const verbs = read?.kind === 'document' ? read.verbs : []
    const fault = read?.kind === 'error' ? read.error : delivery.kind === 'failed' ? delivery : forbidden(verbs, inner)
    noteWebhook(leg, delivery, fault ?? (read?.kind === 'document' ? read.warnings[0] : undefined))
    if (fault) return { code: fault.code, url: delivery.url }
    return { url: delivery.url, verbs: verbs.map((verb) => (verb.verb === 'play' && verb.url + verb.digits === '' ? { ...verb, url: delivery.url } : verb)) }
  }

  function noteWebhook(leg: Leg, delivery: Delivery, error: { code: number; message: string } | undefined): void {
    const { url, milliseconds, status } = delivery
    const fault = error === undefined ? {} : { code: error.code, text: error.message }
    on.legs.note(leg, 'webhook', { url, milliseconds, ...(status === undefined ? {} : { status }), ...fault })
  }

  async function apologise(leg: Leg): Promise<Outcome> {
    on.legs.markAnswered(leg)
    const text: Prompt = { verb: 'say', text: twiliosSentence, language: 'en-US', voice: '', loop: 1 }
    const interrupted = await playPrompts(on, leg, [text])
    return interrupted ?? { kind: 'hangUp' }
  }

  async function playPage(leg: Leg, page: Page, inner: InnerRun | undefined): Promise<Outcome> {
    for (const verb of page.verbs) {
      if (on.isHangUp(leg)) on.legs.hangUp(leg)
      if (hasEnded(leg)) return { kind: 'interrupted' }
      if (answersTheCall(leg, verb)) on.legs.markAnswered(leg)
      if (verb.verb === 'leave' && !inner) continue // no queue to leave: Twilio goes on
      const outcome = await playVerb(playing, leg, verb, page.url)
      if (outcome.kind !== 'next') return outcome
    }
    if (!inner) on.legs.markAnswered(leg)
    return { kind: 'next' }
  }

  const playing: Playing = { ...on, run }
  return run
}

function endingOf(outcome: Outcome): Ending | undefined {
  switch (outcome.kind) {
    case 'next':
      return 'outOfVerbs'
    case 'hangUp':
      return 'hangUp'
    case 'leave':
      return 'left'
    case 'goTo':
    case 'interrupted':
      return undefined
  }
}

function inline(twiml: string): Page | Fault {
  const read = readTwiml(twiml, 'text/xml')
  return read.kind === 'document' ? { url: undefined, verbs: read.verbs } : { code: read.error.code, url: '' }
}

function forbidden(verbs: ReadonlyArray<Verb>, inner: InnerRun | undefined): { code: number; message: string } | undefined {
  if (!inner) return undefined
  const { allowed } = inner
  const wrong = verbs.find(({ verb }) => !allowed.verbs.includes(verb))
  return wrong && { code: allowed.code, message: `"${wrong.verb}" is not allowed in ${allowed.place}; allowed: ${allowed.verbs.join(', ')}.` }
}

/** Pause, Redirect, Reject and a Dial with answerOnBridge leave an incoming call ringing. */
function answersTheCall(leg: Leg, verb: Verb): boolean {
  if (isAnswered(leg)) return false
  if (verb.verb === 'dial') return !verb.answerOnBridge
  return !['pause', 'redirect', 'reject', 'leave'].includes(verb.verb)
}

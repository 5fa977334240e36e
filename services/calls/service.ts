import { DateTime } from 'luxon'
import { soleOwner } from '../customers/identity.ts'
import { advance, begin } from '../ivr/engine.ts'
import { asksForSecret, type Flow } from '../ivr/flow.ts'
import type { Answer, Question } from '../ivr/questions.ts'
import type { Position, Session, Step } from '../ivr/session.ts'
import { classifyCaller, dialledNumber, numberVariants, regionOf } from '../telephony/caller-id.ts'
import type { AcceptRequest, CallEvent, Line, RawEvent, Render, StatusRequest, VoiceRequest } from '../telephony/provider.ts'
import { changedAnswers } from './captured.ts'
import { failureStep, messageStep, rejectionStep, strandedSession, type EmergencyStep } from './emergency.ts'
import { mergeStatus } from './status.ts'
import type { NewCall } from './reports/store.ts'
import type { CallStore } from './store.ts'

/** Flows by name and version; `undefined` when there is no such flow. A running call stays on the version it began with. */
export type FlowSource = {
  current: (flow: string) => { flow: Flow; version: string } | undefined
  ofVersion: (flow: string, version: string) => Promise<Flow | undefined>
}

export type CallServiceOptions = {
  store: CallStore
  flows: FlowSource
  defaultLanguage: () => string
  /** What a flow cannot know: who is on shift at the instant `at`, and the like. */
  find: (question: Question, turn: QuestionedTurn) => Promise<Answer>
  /** Effects wait in the outbox: somebody should look. */
  wake: () => void
  /** Something about this call has changed: whoever watches it should look. */
  announce: (callSid: string) => void
  log: { error: (details: object, text: string) => void; warn: (details: object, text: string) => void }
}

/** A question belongs to a turn of a call; asked again for the same turn it is the same question. */
export type QuestionedTurn = {
  callSid: string
  turn: number
  at: DateTime
  /** The caller's number, if it is one. */
  from: string | null
  /** Whose call it is, in the turn in which the call has no row yet. */
  customerId: string | null
}

/** How long a turn may look for what its steps ask, all together; then the flow goes on without. The line has 0.7 s. */
const FIND_MILLISECONDS = 400
/** More questions than this in one turn: the flow is lost. */
const MOST_QUESTIONS = 8
/** How long a turn waits for the result of an effect before it asks the line to come back once more. */
const RESULT_WAIT_MILLISECONDS = 350
const RESULT_POLL_MILLISECONDS = 25

type Begun = { session: Session; newCall?: NewCall; flow?: Flow; isTurnedAway?: boolean }

/** One call from ring to wrap-up: loads where it stands, lets the engine decide, stores all of it, answers. */
export function callService({ store, flows, defaultLanguage, find, wake, announce, log }: CallServiceOptions): Line {
  const inOrder = oneAtATime()

  async function takeTurn(request: VoiceRequest, render: Render, tries = 0): Promise<string> {
    const known = await store.findSession(request.callSid, request.isEmergency ? undefined : request.turn)
    if (known && known.turn > request.turn && !request.isEmergency) {
      const answer = await store.findAnswer({ ...request.raw, turn: request.turn })
      return answer ?? render([{ verb: 'continue' }], { turn: known.turn, language: known.language })
    }
    const begun = known ? { session: known } : await welcome(request)
    const step = await decide(begun, request)
    const { turn } = begun.session
    const answer = render(step.instructions, { turn: step.session.turn, language: step.session.language })
    const taken = await store.saveTurn({
      event: step.isSecret ? withoutEntry(request) : request.raw,
      turn,
      session: step.session,
      answer,
      log: step.log,
      effects: step.effects,
      captured: changedAnswers(begun.session.captured, step.session.captured),
      ...(begun.newCall && { newCall: begun.newCall }),
    })
    if (!taken) return takenElsewhere(request, render, turn, tries)
    if (step.effects.length > 0 || taken.hasEnded) wake()
    announce(request.callSid)
    return answer
  }

  /** Another process (or a repeat) was faster: its answer counts; without one the call has moved on and is read again. */
  async function takenElsewhere(request: VoiceRequest, render: Render, turn: number, tries: number): Promise<string> {
    const answer = await store.findAnswer({ ...request.raw, turn })
    if (answer !== undefined) return answer
    if (tries >= 3) throw new Error(`call ${request.callSid}: turn ${turn} could not be stored after ${tries} tries`)
    return takeTurn(request, render, tries + 1)
  }

  async function welcome(request: VoiceRequest): Promise<Begun> {
    const to = dialledNumber(request.to)
    const caller = classifyCaller(request.from, regionOf(to))
    const variants = caller.e164 === undefined ? [] : numberVariants(caller.e164)
    const facts = await store.welcome({ to, variants, at: request.raw.receivedAt })
    // A SIP user may call himself anything: only a number that the network vouches for says whose call it is.
    const owner = facts.isOurs || caller.kind !== 'number' ? null : soleOwner(facts.owners)
    const newCall: NewCall = {
      direction: request.direction,
      fromRaw: caller.raw,
      fromNumber: caller.e164 ?? null,
      fromKind: caller.kind,
      toRaw: request.to,
      toNumber: to,
      numberLabel: facts.number?.label ?? null,
      siteName: facts.number?.site ?? null,
      zone: facts.number?.zone ?? null,
      customerId: owner,
      identity: owner === null ? 'none' : 'known',
    }
    if (facts.isBlocked && !facts.isOurs) return { newCall, session: strandedSession(defaultLanguage()), isTurnedAway: true }
    const current = facts.number ? flows.current(facts.number.flow) : undefined
    if (!current) return { newCall, session: strandedSession(defaultLanguage()) }
    const customer = facts.owners.find((one) => one.customerId === owner)
    const session = begin(current.flow, {
      flowVersion: current.version,
      language: customer?.language ?? defaultLanguage(),
      staff: caller.kind === 'number' ? facts.staff : [],
      place: facts.number && { siteId: facts.number.siteId, zone: customer?.zone ?? facts.number.zone },
      call: { from: newCall.fromNumber, to: newCall.toNumber },
      customer: customer ? { name: customer.name } : null,
    })
    return { newCall, flow: current.flow, session }
  }

  async function decide(begun: Begun, request: VoiceRequest): Promise<EmergencyStep & { isSecret?: boolean }> {
    const { session } = begun
    if (begun.isTurnedAway) return rejectionStep(session)
    try {
      const { event } = request
      if (event.kind === 'recorded' && (request.isEmergency || session.position?.awaiting !== 'recording')) return messageStep(session, event)
      const flow = begun.flow ?? (session.flow === '' ? undefined : await flows.ofVersion(session.flow, session.flowVersion))
      if (!flow) return failureStep(session, `no flow for ${request.to}`)
      const step = await think(flow, begun, await engineEvent(request, session), request)
      return { ...step, isSecret: asksForSecret(flow, session.position) }
    } catch (error) {
      log.error({ err: error, callSid: request.callSid }, 'the engine failed; the caller can leave a message')
      return failureStep(session, error instanceof Error ? error.message : String(error))
    }
  }

  /** Lets the engine decide, and finds out what it must know for that. Never waits longer than the caller can. */
  async function think(flow: Flow, { session, newCall }: Begun, event: CallEvent, { callSid, raw }: VoiceRequest): Promise<Step> {
    const at = DateTime.fromMillis(Date.parse(raw.receivedAt), { zone: 'utc' })
    const until = Date.now() + FIND_MILLISECONDS
    const known = new Map<string, Answer>()
    for (let questions = 0; questions <= MOST_QUESTIONS; questions += 1) {
      const step = advance(flow, session, event, at, known)
      if (!('needs' in step)) return step
      const { key, question } = step.needs
      const turn = { callSid, turn: session.turn, at, from: session.call.from, customerId: newCall?.customerId ?? null }
      known.set(key, await findInTime(question, turn, until))
    }
    throw new Error(`more than ${MOST_QUESTIONS} questions in one turn`)
  }

  async function findInTime(question: Question, turn: QuestionedTurn, until: number): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('it took too long')), Math.max(0, until - Date.now()))
    })
    try {
      return await Promise.race([find(question, turn), tooLate])
    } catch (error) {
      log.warn({ err: error, callSid: turn.callSid, question: question.kind }, 'a step could not be told what it asked; the flow goes on without')
      return { kind: 'unknown', reason: error instanceof Error ? error.message : String(error) }
    } finally {
      clearTimeout(timer)
    }
  }

  async function engineEvent(request: VoiceRequest, session: Session): Promise<CallEvent> {
    if (!session.position) return { kind: 'incoming' }
    if (request.event.kind !== 'cameBack') return request.event
    const { awaiting, awaits } = session.position
    return { kind: 'continued', results: awaiting === 'result' ? await resultsOf(request.callSid, awaits) : {} }
  }

  /** All results there are, once the awaited one is among them; a session of an older version does not say which that is. */
  async function resultsOf(callSid: string, awaits: Position['awaits']): Promise<Record<string, Record<string, string>>> {
    const until = Date.now() + RESULT_WAIT_MILLISECONDS
    for (;;) {
      const results = await store.findResults(callSid)
      const isThere = awaits === undefined ? Object.keys(results).length > 0 : results[awaits.name]?.['turn'] === String(awaits.turn)
      if (isThere || Date.now() >= until) return results
      await new Promise((resolve) => setTimeout(resolve, RESULT_POLL_MILLISECONDS))
    }
  }

  async function report(request: StatusRequest): Promise<void> {
    const to = dialledNumber(request.to)
    const caller = classifyCaller(request.from, regionOf(to))
    const hasEnded = await store.saveStatus(request.raw, {
      ...(request.parentSid !== undefined && { parentSid: request.parentSid }),
      number: to,
      newCall: {
        direction: request.direction,
        fromRaw: caller.raw,
        fromNumber: caller.e164 ?? null,
        fromKind: caller.kind,
        toRaw: request.to,
        toNumber: to,
        numberLabel: null,
        siteName: null,
        zone: null,
        customerId: null,
        identity: 'none',
      },
      merge: (state) => mergeStatus(state, request),
    })
    if (hasEnded) wake()
    announce(request.parentSid ?? request.callSid)
  }

  async function accept(request: AcceptRequest): Promise<void> {
    await store.saveAcceptance(request.raw, { callSid: request.callSid, number: request.to })
    wake()
    announce(request.callSid)
  }

  return { answer: (request, render) => inOrder(request.callSid, () => takeTurn(request, render)), report, accept }
}

/** The event without what the caller entered: a PIN is written down nowhere. */
function withoutEntry({ raw, event }: VoiceRequest): RawEvent {
  const entered = event.kind === 'keys' ? event.digits : event.kind === 'speech' ? event.text : undefined
  // A turn that was put off carries it in its URL, and Twilio repeats that URL when it failed.
  const hidden = (text: string): string => (text === entered ? '****' : text.replace(/([?&]held=)[^&]*/, '$1****'))
  const params = Object.entries(raw.params).map(([name, value]) => [name, typeof value === 'string' ? hidden(value) : value])
  return { ...raw, url: hidden(raw.url), params: Object.fromEntries(params) }
}

/** Webhooks of one call are handled one after the other within a process; the database does the same between processes. */
function oneAtATime() {
  const tails = new Map<string, Promise<unknown>>()
  return <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const before = tails.get(key)
    const mine = before ? before.then(work, work) : work()
    tails.set(key, mine)
    const forget = () => {
      if (tails.get(key) === mine) tails.delete(key)
    }
    mine.then(forget, forget)
    return mine
  }
}

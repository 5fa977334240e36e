import { askPin } from './ask-pin.ts'
import { isTrue } from './expressions.ts'
import type { BranchStep, DialStep, FlowStep, HoursStep, OpenCaseStep, SetStep, VoicemailStep, Wanted } from './flow.ts'
import { isOpen } from './opening-hours.ts'
import type { Answer, Asked, NotAsked, Question, Wanted as WantedNow } from './questions.ts'
import type { Position } from './session.ts'
import { renderTemplate } from './templates.ts'
import { enterCallback } from './steps/callback.ts'
import { enterCaseStatus } from './steps/case-status.ts'
import { enterCustomer } from './steps/customer.ts'
import { enterDirectory } from './steps/directory.ts'
import { enterHttp } from './steps/http.ts'
import { enterIncident } from './steps/incident.ts'
import { enterQueue } from './steps/queue.ts'
import { enterSms } from './steps/sms.ts'
import { enterTransfer } from './steps/transfer.ts'
import { enterWake } from './steps/wake.ts'
import { achieve, ask, find, handOver, hangUp, render, speak, takeMessage } from './turn.ts'
import type { Turn } from './turn.ts'

/** More steps than this for one event mean a circle in which nobody is asked anything; `check-flow.ts` finds most of them beforehand. */
const mostSilentSteps = 50

/** More phones at once a line does not ring (Twilio: ten in one Dial); those who are left are the next round. */
const mostAtOnce = 10

/** So long a step rings people in all, however many they are: after two minutes without a voice callers hang up, and a message or a callback is worth more. */
const mostRingingSeconds = 120

/** A phone that rings more briefly is not picked up in time; what is left of the two minutes is then given to nobody. */
const leastRingingSeconds = 5

/** Goes to a step and on through the steps that need no answer, until the line is handed to the caller. */
export function enter(turn: Turn, stepId: string): void {
  let next: string | null = stepId
  for (let steps = 0; next !== null; steps += 1) {
    if (steps === mostSilentSteps) {
      return takeMessage(turn, next, `${mostSilentSteps} steps without a question; the steps around "${next}" lead in a circle`)
    }
    const step = turn.flow.steps.get(next)
    if (step === undefined) return takeMessage(turn, next, `the step "${next}" does not exist`)
    next = perform(turn, step)
  }
}

/** Goes to a step and writes down why. */
export function go(turn: Turn, from: string, to: string, why: string): void {
  turn.log.push({ kind: 'went', step: from, to, why })
  enter(turn, to)
}

/** Performs one step. Returns the next one, or null when the line is the caller's. */
function perform(turn: Turn, step: FlowStep): string | null {
  switch (step.do) {
    case 'say':
      if (step.language !== null) turn.session.language = step.language
      speak(turn, step.id, step.prompt)
      if (step.isServed) achieve(turn, 'served')
      return step.next
    case 'menu':
    case 'gather':
    case 'survey':
      ask(turn, step, { noInput: 0, noMatch: 0 })
      return null
    case 'set':
      setValues(turn, step)
      return step.next
    case 'branch':
      return branch(turn, step)
    case 'hours':
      return hours(turn, step)
    case 'dial':
      return dial(turn, step)
    case 'queue':
      return enterQueue(turn, step)
    case 'wake':
      return enterWake(turn, step)
    case 'transfer':
      return enterTransfer(turn, step)
    case 'callback':
      return enterCallback(turn, step)
    case 'caseStatus':
      return enterCaseStatus(turn, step)
    case 'directory':
      return enterDirectory(turn, step)
    case 'incident':
      return enterIncident(turn, step)
    case 'customer':
      return enterCustomer(turn, step)
    case 'sms':
      return enterSms(turn, step)
    case 'http':
      return enterHttp(turn, step)
    case 'voicemail':
      record(turn, step, 0)
      return null
    case 'openCase':
      openCase(turn, step)
      return null
    case 'presence':
      return askPin(turn, step)
    case 'goTo':
      if (step.language !== null) turn.session.language = step.language
      return step.goTo
    case 'hangUp':
      if (step.prompt !== null) speak(turn, step.id, step.prompt)
      if (step.isServed) achieve(turn, 'served')
      hangUp(turn, step.id)
      return null
  }
}

/** Open or closed. When nobody can say who is on shift, the clock alone decides; without hours it counts as open, so that somebody is tried. */
function hours(turn: Turn, step: HoursStep): string | null {
  const { session, flow } = turn
  const zone = session.place?.zone ?? step.hours?.zone ?? flow.zone
  const siteId = step.hasSiteHolidays ? (session.place?.siteId ?? null) : null
  const found = find(
    turn,
    step.id,
    { kind: 'opening', hours: step.hours, onShift: step.onShift && wantedNow(turn, step.onShift), siteId, zone, languages: flow.languages },
    'opening',
  )
  if (found === null) return null
  const isOpenNow = found.kind === 'opening' ? found.isOpen : step.hours === null || isOpen(step.hours, turn.now)
  session.opening = isOpenNow || found.kind === 'unknown' ? null : found.next
  return went(turn, step.id, isOpenNow ? step.open : step.closed, isOpenNow ? 'open' : 'closed')
}

/** Rings; when there is nobody to ring, it has failed at once. */
export function dial(turn: Turn, step: DialStep): string | null {
  const found = findPeople(turn, step, [])
  if (found === null) return null
  if (found.kind === 'unknown') return went(turn, step.id, step.onFailed, nobodyKnows)
  const { standing, round, notAsked } = found
  if (standing === 'gap' || (standing === 'on' && round.length === 0)) return gap(turn, step, notAsked)
  if (standing === 'busy') {
    turn.log.push({ kind: 'allBusy', step: step.id, fallback: step.onBusy, notAsked })
    return went(turn, step.id, step.onBusy, 'nobody is free')
  }
  if (step.prompt !== null) speak(turn, step.id, step.prompt)
  ring(turn, step, round, { since: turn.now.toMillis(), asked: [] }, step.to.kind === 'numbers' ? undefined : notAsked)
  return null
}

/**
 * Nobody took the call: rings the next ones, if there are some and time is left. Who they are is asked anew, for meanwhile somebody may have gone
 * off shift or taken another call, and somebody else may have become free.
 */
export function dialNext(turn: Turn, step: DialStep, ringing: Position['ringing'], result: string): void {
  // A session of an older version does not know who was asked.
  if (ringing === undefined) return go(turn, step.id, step.onFailed, result)
  const left = mostRingingSeconds - secondsSince(turn, ringing.since)
  if (left < leastRingingSeconds) return go(turn, step.id, step.onFailed, `nobody took the call in ${mostRingingSeconds - left} s`)
  const found = findPeople(turn, step, ringing.asked)
  if (found === null) return
  if (found.kind === 'unknown') return go(turn, step.id, step.onFailed, nobodyKnows)
  if (found.round.length === 0) return go(turn, step.id, step.onFailed, result)
  speak(turn, step.id, turn.flow.phrases.stillTrying)
  ring(turn, step, found.round, ringing)
}

const nobodyKnows = 'nobody could say who is on shift'

const secondsSince = ({ now }: Turn, since: number): number => Math.max(0, Math.round((now.toMillis() - since) / 1000))

/** Whose phones ring now; numbers of the flow need not be asked for. */
function findPeople(turn: Turn, { id, to, order }: DialStep, asked: readonly string[]): Extract<Answer, { kind: 'people' | 'unknown' }> | null {
  if (to.kind !== 'numbers') return find(turn, id, questionOf(turn, to, order, asked), 'people')
  const left = to.numbers.filter((phone) => !asked.includes(phone)).map((phone): Asked => ({ name: '', phone, why: '' }))
  return { kind: 'people', standing: 'on', round: order === 'allAtOnce' ? left : left.slice(0, 1), notAsked: [] }
}

function questionOf(turn: Turn, to: Exclude<DialStep['to'], { kind: 'numbers' }>, order: DialStep['order'], asked: readonly string[]): Question {
  const ringing = { order, zone: turn.flow.zone, asked }
  if (to.kind === 'keeper') return { kind: 'keeper', level: to.level, ...ringing }
  if (to.kind === 'owner') return { kind: 'owner', caseNumber: turn.session.about?.number ?? '', ...ringing }
  const language = to.mustSpeak ? turn.session.language : null
  return { kind: 'onShift', wanted: wantedNow(turn, to.wanted), language, isUrgent: to.isUrgent, ...ringing }
}

/** Of a number whose site nobody knows people of any site are meant: better somebody than nobody. */
function wantedNow({ session }: Turn, { skill, level, isOfSite }: Wanted): WantedNow {
  return { skill, level, siteId: isOfSite ? (session.place?.siteId ?? null) : null }
}

function gap(turn: Turn, step: DialStep, notAsked: readonly NotAsked[]): string {
  const { to, onGap: fallback } = step
  const level = to.kind === 'keeper' ? to.level : to.kind === 'onShift' ? to.wanted.level : null
  const skill = to.kind === 'onShift' ? to.wanted.skill : null
  turn.log.push({ kind: 'gap', step: step.id, ...(level !== null && { level }), ...(skill !== null && { skill }), fallback, notAsked })
  return went(turn, step.id, fallback, 'nobody is on')
}

/** Rings a round, as long as time is left, and remembers whom. A phone that several share rings once. */
function ring(turn: Turn, step: DialStep, round: readonly Asked[], before: NonNullable<Position['ringing']>, notAsked?: readonly NotAsked[]): void {
  const people = round.slice(0, mostAtOnce)
  const numbers = [...new Set(people.map(({ phone }) => phone))]
  const screen = render(turn, step.screen, true)
  const text = screen.flatMap((sentence) => (sentence.verb === 'say' ? [sentence.text] : [])).join(' ')
  const asked = people.filter(({ name }) => name !== '').map(({ name, why }) => ({ name, why }))
  turn.log.push({ kind: 'dialled', step: step.id, numbers: people.length, ...(asked.length > 0 && { asked }), ...(notAsked && { notAsked }) })
  handOver(
    turn,
    { step: step.id, awaiting: 'dial', noInput: 0, noMatch: 0, ringing: { ...before, asked: [...before.asked, ...numbers] } },
    {
      verb: 'dial',
      numbers,
      timeoutSeconds: Math.min(step.timeoutSeconds, mostRingingSeconds - secondsSince(turn, before.since)),
      screen: { text, language: screen.find((sentence) => sentence.verb === 'say')?.language ?? turn.session.language },
    },
  )
}

/** Asks for a message; `noInput` counts the empty ones. */
export function record(turn: Turn, step: VoicemailStep, noInput: number): void {
  speak(turn, step.id, step.prompt)
  handOver(
    turn,
    { step: step.id, awaiting: 'recording', noInput, noMatch: 0 },
    { verb: 'record', maxSeconds: step.maxSeconds, silenceSeconds: step.silenceSeconds, finishOnKey: '#' },
  )
}

/** Lets a second pass and asks the program whether the result is there. */
export function wait(turn: Turn, step: string, waits: number): void {
  const position: Omit<Position, 'silences'> = { step, awaiting: 'result', noInput: 0, noMatch: 0, waits }
  handOver(turn, position, { verb: 'pause', seconds: 1 }, { verb: 'continue' })
}

function openCase(turn: Turn, step: OpenCaseStep): void {
  const { session } = turn
  speak(turn, step.id, step.prompt)
  turn.effects.push({
    kind: 'openCase',
    severity: step.severity,
    title: renderTemplate(step.title, session).text.trim(),
    reason: renderTemplate(step.reason, session).text.trim(),
  })
  turn.log.push({ kind: 'effect', step: step.id, effect: 'openCase' })
  achieve(turn, 'caseOpened')
  wait(turn, step.id, 0)
}

function branch(turn: Turn, step: BranchStep): string {
  const chosen = step.when.findIndex(({ if: condition }) => isTrue(condition, turn.session))
  return went(turn, step.id, step.when[chosen]?.goTo ?? step.else, chosen < 0 ? 'no condition holds' : `condition ${chosen + 1} holds`)
}

function setValues(turn: Turn, step: SetStep): void {
  for (const { name, value } of step.values) {
    const text = renderTemplate(value, turn.session).text
    turn.session.captured = { ...turn.session.captured, [name]: { value: text, by: 'flow', confirmed: false, step: step.id } }
    turn.log.push({ kind: 'captured', step: step.id, name, value: text })
  }
}

function went(turn: Turn, step: string, to: string, why: string): string {
  turn.log.push({ kind: 'went', step, to, why })
  return to
}

import { askPin } from './ask-pin.ts'
import { isTrue } from './expressions.ts'
import type { BranchStep, DialStep, FlowStep, HoursStep, OpenCaseStep, SetStep, VoicemailStep } from './flow.ts'
import { isOpen } from './opening-hours.ts'
import type { Asked, NotAsked, Question } from './questions.ts'
import type { Position } from './session.ts'
import { renderTemplate } from './templates.ts'
import { achieve, ask, find, handOver, hangUp, render, speak, takeMessage } from './turn.ts'
import type { Turn } from './turn.ts'

/** More steps than this for one event mean a circle in which nobody is asked anything; `check-flow.ts` finds most of them beforehand. */
const mostSilentSteps = 50

/** More phones at once a line does not ring (Twilio: ten in one Dial); those who are left are the next round. */
const mostAtOnce = 10

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
  const found = find(turn, step.id, { kind: 'opening', hours: step.hours, onShift: step.onShift, siteId, zone, languages: flow.languages }, 'opening')
  if (found === null) return null
  const isOpenNow = found.kind === 'opening' ? found.isOpen : step.hours === null || isOpen(step.hours, turn.now)
  session.opening = isOpenNow || found.kind === 'unknown' ? null : found.next
  return went(turn, step.id, isOpenNow ? step.open : step.closed, isOpenNow ? 'open' : 'closed')
}

/** Rings; when there is nobody to ring, it has failed at once. */
export function dial(turn: Turn, step: DialStep): string | null {
  if (step.to.kind === 'numbers') {
    const asked = step.to.numbers.map((phone): Asked => ({ name: '', phone, why: '' }))
    if (step.prompt !== null) speak(turn, step.id, step.prompt)
    ring(turn, step, step.order === 'allAtOnce' ? [asked] : asked.map((one) => [one]))
    return null
  }
  const found = find(turn, step.id, questionOf(turn, step.to, step), 'people')
  if (found === null) return null
  if (found.kind === 'unknown') return went(turn, step.id, step.onFailed, 'nobody could say who is on shift')
  const { standing, rounds, notAsked } = found
  if (standing === 'gap' || (standing === 'on' && rounds.length === 0)) return gap(turn, step, notAsked)
  if (standing === 'busy') {
    turn.log.push({ kind: 'allBusy', step: step.id, fallback: step.onBusy, notAsked })
    return went(turn, step.id, step.onBusy, 'nobody is free')
  }
  if (step.prompt !== null) speak(turn, step.id, step.prompt)
  ring(turn, step, rounds, notAsked)
  return null
}

function questionOf({ session, flow }: Turn, to: Exclude<DialStep['to'], { kind: 'numbers' }>, { order }: DialStep): Question {
  const { zone } = flow
  if (to.kind === 'keeper') return { kind: 'keeper', level: to.level, order, zone }
  return { kind: 'onShift', wanted: to.wanted, language: to.mustSpeak ? session.language : null, isUrgent: to.isUrgent, order, zone }
}

function gap(turn: Turn, step: DialStep, notAsked: readonly NotAsked[]): string {
  const { to, onGap: fallback } = step
  const level = to.kind === 'keeper' ? to.level : to.kind === 'onShift' ? to.wanted.level : null
  const skill = to.kind === 'onShift' ? to.wanted.skill : null
  turn.log.push({ kind: 'gap', step: step.id, ...(level !== null && { level }), ...(skill !== null && { skill }), fallback, notAsked })
  return went(turn, step.id, fallback, 'nobody is on')
}

/** Rings the first of `rounds` and remembers the others. A phone that several share rings once. */
export function ring(turn: Turn, step: DialStep, rounds: ReadonlyArray<readonly Asked[]>, notAsked?: readonly NotAsked[]): void {
  const [whole = [], ...others] = rounds
  const first = whole.slice(0, mostAtOnce)
  const left = whole.length > mostAtOnce ? [whole.slice(mostAtOnce), ...others] : others
  const screen = render(turn, step.screen, true)
  const text = screen.flatMap((sentence) => (sentence.verb === 'say' ? [sentence.text] : [])).join(' ')
  const asked = first.filter(({ name }) => name !== '').map(({ name, why }) => ({ name, why }))
  turn.log.push({ kind: 'dialled', step: step.id, numbers: first.length, ...(asked.length > 0 && { asked }), ...(notAsked && { notAsked }) })
  handOver(
    turn,
    { step: step.id, awaiting: 'dial', noInput: 0, noMatch: 0, ...(left.length > 0 && { left }) },
    {
      verb: 'dial',
      numbers: [...new Set(first.map(({ phone }) => phone))],
      timeoutSeconds: step.timeoutSeconds,
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

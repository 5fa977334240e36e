import { isTrue } from './expressions.ts'
import type { BranchStep, DialStep, FlowStep, OpenCaseStep, SetStep, VoicemailStep } from './flow.ts'
import { isOpen } from './opening-hours.ts'
import type { Position } from './session.ts'
import { renderTemplate } from './templates.ts'
import { achieve, ask, handOver, hangUp, render, speak, takeMessage } from './turn.ts'
import type { Turn } from './turn.ts'

/** More steps than this for one event mean a circle in which nobody is asked anything; `check-flow.ts` finds most of them beforehand. */
const mostSilentSteps = 50

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
    case 'hours': {
      const isOpenNow = isOpen(step.hours, turn.now)
      return went(turn, step.id, isOpenNow ? step.open : step.closed, isOpenNow ? 'open' : 'closed')
    }
    case 'dial':
      return dial(turn, step)
    case 'voicemail':
      record(turn, step, 0)
      return null
    case 'openCase':
      openCase(turn, step)
      return null
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

/** Rings; when there is nobody to ring, it has failed at once. */
export function dial(turn: Turn, step: DialStep): string | null {
  const { session } = turn
  const numbers = step.to === 'keeper' ? session.people : step.to
  if (numbers.length === 0) return went(turn, step.id, step.onFailed, 'nobody is on')
  if (step.prompt !== null) speak(turn, step.id, step.prompt)
  const screen = render(turn, step.screen, true)
  const text = screen.flatMap((sentence) => (sentence.verb === 'say' ? [sentence.text] : [])).join(' ')
  turn.log.push({ kind: 'dialled', step: step.id, numbers: numbers.length })
  handOver(
    turn,
    { step: step.id, awaiting: 'dial', noInput: 0, noMatch: 0 },
    {
      verb: 'dial',
      numbers,
      timeoutSeconds: step.timeoutSeconds,
      screen: { text, language: screen.find((sentence) => sentence.verb === 'say')?.language ?? session.language },
    },
  )
  return null
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

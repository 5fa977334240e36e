import { askPin } from './ask-pin.ts'
import { ask } from './ask.ts'
import { isTrue } from './evaluation.ts'
import type { BranchStep, FlowStep, SetStep } from './flow.ts'
import { renderTemplate } from './templates.ts'
import { enterCallback } from './steps/callback.ts'
import { enterCaseStatus } from './steps/case-status.ts'
import { enterCustomer } from './steps/customer.ts'
import { enterDial } from './steps/dial.ts'
import { enterDirectory } from './steps/directory.ts'
import { enterHours } from './steps/hours.ts'
import { enterHttp } from './steps/http.ts'
import { enterIncident } from './steps/incident.ts'
import { enterOpenCase } from './steps/open-case.ts'
import { enterQueue } from './steps/queue.ts'
import { enterSms } from './steps/sms.ts'
import { enterTransfer } from './steps/transfer.ts'
import { record } from './steps/voicemail.ts'
import { enterWake } from './steps/wake.ts'
import { achieve, enter, go, hangUp, speak, takeMessage } from './turn.ts'
import type { Turn } from './turn.ts'

/** More steps than this for one event mean a circle in which nobody is asked anything; `check-flow.ts` finds most of them beforehand. */
const mostSilentSteps = 50

/** Goes on through the steps that need no answer, until the line is handed to the caller or something must be known first. */
export function goOn(turn: Turn): void {
  for (let steps = 0; turn.next !== null && turn.needs === null; steps += 1) {
    const id = turn.next
    turn.next = null
    const step = turn.flow.steps.get(id)
    if (step === undefined) return takeMessage(turn, id, `the step "${id}" does not exist`)
    if (steps === mostSilentSteps) {
      return takeMessage(turn, id, `${mostSilentSteps} steps without a question; the steps around "${id}" lead in a circle`)
    }
    const next = perform(turn, step)
    if (typeof next === 'string') enter(turn, next)
  }
}

/** Performs one step: it hands over the line, or names the next one (by what it returns, or by `enter` and `go`). */
function perform(turn: Turn, step: FlowStep): string | null | void {
  switch (step.do) {
    case 'say':
      if (step.language !== null) turn.session.language = step.language
      speak(turn, step.id, step.prompt)
      if (step.isServed) achieve(turn, 'served')
      return step.next
    case 'menu':
    case 'gather':
    case 'survey':
      return ask(turn, step, { noInput: 0, noMatch: 0 })
    case 'set':
      setValues(turn, step)
      return step.next
    case 'branch':
      return branch(turn, step)
    case 'hours':
      return enterHours(turn, step)
    case 'dial':
      return enterDial(turn, step)
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
      return record(turn, step, 0)
    case 'openCase':
      return enterOpenCase(turn, step)
    case 'presence':
      return askPin(turn, step)
    case 'goTo':
      if (step.language !== null) turn.session.language = step.language
      return step.goTo
    case 'hangUp':
      if (step.prompt !== null) speak(turn, step.id, step.prompt)
      if (step.isServed) achieve(turn, 'served')
      return hangUp(turn, step.id)
  }
}

function branch(turn: Turn, step: BranchStep): void {
  const chosen = step.when.findIndex(({ if: condition }) => isTrue(condition, turn))
  go(turn, step.id, step.when[chosen]?.goTo ?? step.else, chosen < 0 ? 'no condition holds' : `condition ${chosen + 1} holds`)
}

function setValues(turn: Turn, step: SetStep): void {
  for (const { name, value } of step.values) {
    const text = renderTemplate(value, turn).text
    turn.session.captured = { ...turn.session.captured, [name]: { value: text, by: 'flow', confirmed: false, step: step.id } }
    turn.log.push({ kind: 'captured', step: step.id, name, value: text })
  }
}

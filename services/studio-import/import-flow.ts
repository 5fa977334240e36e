import { parseFlow } from '../ivr/parse-flow.ts'
import { flowFileSchema } from '../ivr/flow-file.ts'
import { formatFinding } from '../ivr/findings.ts'
import { GOODBYE, MESSAGE, comment, uniqueName, type Carrying, type FlowInput } from './carrying.ts'
import { readDefinition, type Definition, type Widget } from './definition.ts'
import { begin, entryOf, type Entry } from './beginning.ts'
import { openLedger, type Account, type Ledger } from './ledger.ts'
import { planMenu, type MenuPlan } from './menu-plan.ts'
import { hasOwnTexts, ownPrompt } from './spoken-texts.ts'
import { cutCircles, cutSilences, openDeadEnds, reachableSteps, type Cut } from './ways.ts'
import { carryConnection, carryQueue, carryVoicemail, keepStatuses } from './widgets/connection.ts'
import { carryMenu } from './widgets/menu.ts'
import { carryQuestion } from './widgets/question.ts'
import { carryRequest, fillAnswers } from './widgets/request.ts'
import { carryMessage, carryOther, carrySay, carrySplit, carryVariables } from './widgets/small.ts'
import { toYaml } from './yaml-text.ts'

export type Imported = { yaml: string; flow: string; account: Account }
export type Outcome = { imported: Imported } | { problems: string[] }
export type ImportFacts = { fileName: string; zone: string }

/** A Twilio Studio flow as a file of ours that can be called, with an account of what became of each part; or why it is none. Never throws. */
export function importFlow(source: string, { fileName, zone }: ImportFacts): Outcome {
  const read = readDefinition(source)
  if ('problems' in read) return read
  const { definition } = read
  const entry = entryOf(definition)
  if (typeof entry === 'string') return { problems: [entry] }
  const ledger = openLedger(definition)
  carryTrigger(definition, entry, ledger)
  const carrying = begin(definition, entry.first, ledger)
  const flow = uniqueName(fileName.replace(/\.[a-z]+$/i, ''), new Set(), 'flow')
  const written = write(carrying, { flow, title: definition.title || flow, zone, start: carrying.ids.get(entry.first.name) ?? '' })
  const head = [`Made from the Studio flow ${fileName} by "nightline flows import-studio". Read it, correct it, and run "nightline flows check".`]
  const yaml = toYaml(written, head, carrying.comments)
  // Nothing is handed out that the line would refuse.
  const { findings } = parseFlow(yaml, `${flow}.yaml`)
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) return { problems: ['the flow could not be carried over without faults:', ...errors.map(formatFinding)] }
  return { imported: { yaml, flow, account: ledger.close() } }
}

function carryTrigger({ initial }: Definition, { event }: Entry, ledger: Ledger): void {
  ledger.carry(initial.index)
  for (const [n, transition] of initial.transitions.entries()) {
    if (transition.event === event && event === 'incomingCall') ledger.carry(initial.index, 'transitions', n)
    else if (transition.event === event) {
      ledger.name([initial.index, 'transitions', n], 'a program started this flow; here it answers calls, and begins with the same widget')
    } else if (transition.next === null) ledger.carry(initial.index, 'transitions', n)
    else
      ledger.name(
        [initial.index, 'transitions', n],
        `"${transition.next}" cannot be carried over: a flow answers calls only, and what no call comes to is left out`,
      )
  }
}

function write(carrying: Carrying, { start, ...top }: { flow: string; title: string; zone: string; start: string }): FlowInput {
  const { definition, reachable, joined, steps, language } = carrying
  for (const widget of definition.widgets) {
    if (widget === definition.initial) continue
    if (!reachable.has(widget.name)) carrying.ledger.name([widget.index], 'no call comes to it, so it is left out; lead a call to it if it is needed')
    else if (!joined.has(widget.name)) carryWidget(carrying, widget)
  }
  fillAnswers(carrying)
  keepStatuses(carrying)
  // The trigger itself may be led back to: that is where the call began.
  const trigger = carrying.ids.get(definition.initial.name) ?? ''
  if (reachable.has(definition.initial.name)) steps[trigger] = { do: 'goTo', goTo: start }
  steps[MESSAGE] = { do: 'voicemail', prompt: ownPrompt(language, 'message'), title: 'Message from {{call.from}}', next: GOODBYE }
  steps[GOODBYE] = { do: 'hangUp', prompt: ownPrompt(language, 'goodbye') }
  const flow: FlowInput = { ...top, languages: [language], start, onNoInput: { goTo: MESSAGE }, onNoMatch: { goTo: MESSAGE }, steps }
  tellCuts(carrying, cutCircles(steps, start))
  tellCuts(carrying, cutSilences(steps))
  tellCuts(carrying, openDeadEnds(flow))
  tidy(carrying, flow)
  if (!hasOwnTexts(language))
    carrying.ledger.add(null, 'languages', `our own sentences are in English; write them in "${language}" (good-bye, message, and "phrases:")`)
  return flow
}

function carryWidget(carrying: Carrying, widget: Widget): void {
  const id = carrying.ids.get(widget.name) ?? ''
  carrying.ledger.carry(widget.index)
  switch (widget.type) {
    case 'say-play':
      return carrySay(carrying, widget, id)
    case 'gather-input-on-call': {
      const plan: MenuPlan | null = planMenu(carrying.definition, widget)
      return plan === null ? carryQuestion(carrying, widget, id) : carryMenu(carrying, widget, id, plan)
    }
    case 'split-based-on':
      return carrySplit(carrying, widget, id)
    case 'set-variables':
      return carryVariables(carrying, widget, id)
    case 'connect-call-to':
      return carryConnection(carrying, widget, id)
    case 'enqueue-call':
    case 'send-to-flex':
      return carryQueue(carrying, widget, id)
    case 'record-voicemail':
      return carryVoicemail(carrying, widget, id)
    case 'make-http-request':
    case 'run-function':
      return carryRequest(carrying, widget, id)
    case 'send-message':
      return carryMessage(carrying, widget, id)
    default:
      return carryOther(carrying, widget, id)
  }
}

function tellCuts(carrying: Carrying, cuts: readonly Cut[]): void {
  const widgetOf = new Map([...carrying.ids].map(([name, id]) => [id, carrying.definition.byName.get(name)]))
  for (const { step, to, instead, why } of cuts) {
    const message = {
      circle: `the way to "${to}" goes round without asking the caller anything; it leads to "${instead}" now: put a question between`,
      silence: `silence or wrong keys only led round by "${to}"; here it is asked again a few times, and then a message is taken`,
      'no end': `nothing led out of here but hanging up; ${to} leads to "${instead}" now`,
    }[why]
    carrying.ledger.add(widgetOf.get(step) ?? null, `step "${step}"`, message)
    comment(carrying, step, message)
  }
}

/** Takes out our own endings where nobody needs them and sentences that became part of a question, and names what nothing leads to. */
function tidy({ absorbed, comments, ids, ledger, definition }: Carrying, flow: FlowInput): void {
  const parsed = flowFileSchema.safeParse(flow)
  if (!parsed.success) return
  const isAsked = Object.values(flow.steps).some(({ do: what }) => ['menu', 'gather'].includes(what))
  const file = isAsked ? parsed.data : { ...parsed.data, onNoInput: {}, onNoMatch: {} }
  const called = reachableSteps(file)
  const isOurs = (id: string): boolean => id === MESSAGE || id === GOODBYE
  const spare = new Set([...absorbed].flatMap((name) => ids.get(name) ?? []))
  const kept = Object.keys(flow.steps).filter((id) => !isOurs(id) && !spare.has(id))
  const used = reachableSteps(file, kept)
  const widgetOf = new Map([...ids].map(([name, id]) => [id, definition.byName.get(name)]))
  for (const id of Object.keys(flow.steps)) {
    const widget = widgetOf.get(id)
    if (!used.has(id)) {
      delete flow.steps[id]
      comments.delete(id)
    } else if (!called.has(id) && widget !== undefined) {
      ledger.add(widget, `step "${id}"`, 'nothing leads to it any more; lead something to it, or delete it')
    }
  }
  if (flow.steps[MESSAGE] !== undefined) return
  delete flow.onNoInput
  delete flow.onNoMatch
}

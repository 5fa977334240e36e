import { specialTargets } from '../flow-file.ts'
import type { Flow, FlowStep, Question } from '../flow.ts'

/** A way from one step to another; several keys, or a key and silence, may lead the same way. */
export type FlowEdge = { from: string; to: string; labels: readonly string[] }
type Way = readonly [to: string | null, label: string]

/** All ways between the steps of a flow, as a call can take them: inherited keys and handlers count at each question. */
export function edgesOfFlow(flow: Flow): FlowEdge[] {
  return [...flow.steps.values()].flatMap((step) => {
    const labels = new Map<string, string[]>()
    for (const [to, label] of waysOf(step)) {
      if (to === null || specialTargets.includes(to)) continue
      labels.set(to, [...(labels.get(to) ?? []), label])
    }
    return [...labels].map(([to, own]): FlowEdge => ({ from: step.id, to, labels: own }))
  })
}

/** Where a step leads, and by what. */
function waysOf(step: FlowStep): Way[] {
  switch (step.do) {
    case 'say':
    case 'set':
      return [[step.next, 'next']]
    case 'menu':
      return questionWays(step)
    case 'gather':
    case 'survey':
      return [[step.next, 'next'], ...questionWays(step)]
    case 'branch':
      return [...step.when.map(({ goTo }, n): Way => [goTo, `condition ${n + 1}`]), [step.else, 'else']]
    case 'hours':
      return [
        [step.open, 'open'],
        [step.closed, 'closed'],
      ]
    case 'dial': {
      const gaps: Way[] = [
        [step.onGap, 'onGap'],
        [step.onBusy, 'onBusy'],
      ]
      return [[step.onAnswered, 'onAnswered'], [step.onFailed, 'onFailed'], ...(step.to.kind === 'numbers' ? [] : gaps)]
    }
    case 'queue':
      return [
        [step.onAnswered, 'onAnswered'],
        [step.leave, 'leave'],
        [step.callback, 'callback'],
        [step.onFailed, 'onFailed'],
        [step.onGap, 'onGap'],
      ]
    case 'wake':
      return [
        [step.next, 'next'],
        [step.onNobody, 'onNobody'],
        [step.onNoNumber, 'onNoNumber'],
      ]
    case 'transfer':
      return [
        [step.onAnswered, 'onAnswered'],
        [step.onFailed, 'onFailed'],
      ]
    case 'voicemail':
      return [
        [step.next, 'next'],
        [step.onEmpty, 'onEmpty'],
      ]
    case 'openCase':
      return [
        [step.next, 'next'],
        [step.onDelay, 'onDelay'],
      ]
    case 'callback':
      return [
        [step.next, 'next'],
        [step.onNoNumber, 'onNoNumber'],
        [step.onDelay, 'onDelay'],
      ]
    case 'caseStatus':
    case 'directory':
      return [[step.next, 'next'], [step.onNotFound, 'onNotFound'], ...choiceWays(step)]
    case 'incident':
      return [
        [step.joined, 'joined'],
        [step.next, 'next'],
      ]
    case 'customer':
      return [
        [step.unknown, 'unknown'],
        [step.openCase, 'openCase'],
        [step.next, 'next'],
      ]
    case 'sms':
      return [
        [step.next, 'next'],
        [step.onNoNumber, 'onNoNumber'],
      ]
    case 'http':
    case 'presence':
      return [
        [step.next, 'next'],
        [step.onFailed, 'onFailed'],
      ]
    case 'goTo':
      return [[step.goTo, 'goTo']]
    case 'hangUp':
      return []
  }
}

function questionWays(question: Question): Way[] {
  return [...choiceWays(question), [question.noInput.goTo, 'onNoInput'], [question.noMatch.goTo, 'onNoMatch']]
}

function choiceWays({ choices }: Pick<Question, 'choices'>): Way[] {
  return [...choices].map(([key, { to }]): Way => [to, `key ${key}`])
}

/** The same flow, and a list that grows by each step that a call comes to: the engine looks a step up when it enters it. */
export function traceSteps(flow: Flow): { flow: Flow; visited: string[] } {
  const visited: string[] = []
  const steps = new Map(flow.steps)
  steps.get = (id) => {
    visited.push(id)
    return flow.steps.get(id)
  }
  return { flow: { ...flow, steps }, visited }
}

/** Which ways of a flow have been taken. */
export function edgeCount(flow: Flow) {
  const edges = edgesOfFlow(flow)
  const untaken = new Map(edges.map((edge) => [`${edge.from}\n${edge.to}`, edge]))
  return {
    /** `visited`: the steps of one turn, in order, as `traceSteps` lists them. */
    take: (visited: readonly string[]): void => {
      for (const [n, to] of visited.entries()) if (n > 0) untaken.delete(`${visited[n - 1]}\n${to}`)
    },
    all: edges.length,
    missing: (): FlowEdge[] => [...untaken.values()],
  }
}

/** `main -> message (key 3, onNoInput)` */
export const edgeText = ({ from, to, labels }: FlowEdge): string => `${from} -> ${to} (${labels.join(', ')})`

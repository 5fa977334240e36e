import type { Path } from './findings.ts'
import type { FileChoice, FileStep, FlowFile } from './flow-file.ts'

/** Where a step of the written form leads, and where in the file it says so. */
export type Edge = {
  to: string
  /** How people would say it: `option 3`, `next`. */
  label: string
  path: Path
  /** `silent`: taken without the caller doing anything. */
  kind: 'silent' | 'answer' | 'handler'
}

/** They lead to where the caller has been, so they are no ways of their own. */
const keyTargets: ReadonlyArray<string> = ['repeat', 'back']

/** All ways out of a step, without those that are inherited by all menus. */
export function edgesOf(id: string, step: FileStep): Edge[] {
  const at = (kind: Edge['kind'], to: string | undefined, label: string, ...path: Path): Edge[] =>
    to === undefined ? [] : [{ to, label, kind, path: ['steps', id, ...path] }]
  const handlers =
    step.do === 'menu' || step.do === 'gather' || step.do === 'survey'
      ? [...at('handler', step.onNoInput?.goTo, 'onNoInput', 'onNoInput', 'goTo'), ...at('handler', step.onNoMatch?.goTo, 'onNoMatch', 'onNoMatch', 'goTo')]
      : []
  switch (step.do) {
    case 'say':
    case 'set':
      return at('silent', step.next, '"next"', 'next')
    case 'menu':
      return [...choiceEdges(step.options, ['steps', id, 'options']), ...handlers]
    case 'gather':
    case 'survey':
      return [...at('answer', step.next, '"next"', 'next'), ...handlers]
    case 'branch':
      return [...step.when.flatMap(({ goTo }, n) => at('silent', goTo, `condition ${n + 1}`, 'when', n, 'goTo')), ...at('silent', step.else, '"else"', 'else')]
    case 'hours':
      return [...at('silent', step.open, '"open"', 'open'), ...at('silent', step.closed, '"closed"', 'closed')]
    // With nobody on, a call fails at once, without an answer.
    case 'dial':
      return [
        ...at('answer', step.onAnswered, '"onAnswered"', 'onAnswered'),
        ...at('silent', step.onFailed, '"onFailed"', 'onFailed'),
        ...at('silent', step.onGap, '"onGap"', 'onGap'),
        ...at('silent', step.onBusy, '"onBusy"', 'onBusy'),
      ]
    case 'voicemail':
      return [...at('answer', step.next, '"next"', 'next'), ...at('answer', step.onEmpty, '"onEmpty"', 'onEmpty')]
    // Its result comes from the program, not from the caller: a circle of cases would open them without end.
    case 'openCase':
      return [...at('silent', step.next, '"next"', 'next'), ...at('silent', step.onDelay, '"onDelay"', 'onDelay')]
    case 'queue':
      return [
        ...at('answer', step.onAnswered, '"onAnswered"', 'onAnswered'),
        ...at('answer', step.leave, '"leave"', 'leave'),
        ...at('answer', step.callback, '"callback"', 'callback'),
        ...at('silent', step.onFailed, '"onFailed"', 'onFailed'),
        ...at('silent', step.onGap, '"onGap"', 'onGap'),
      ]
    case 'wake':
      return [
        ...at('silent', step.next, '"next"', 'next'),
        ...at('silent', step.onNobody, '"onNobody"', 'onNobody'),
        ...at('silent', step.onNoNumber, '"onNoNumber"', 'onNoNumber'),
      ]
    case 'transfer':
      return [...at('answer', step.onAnswered, '"onAnswered"', 'onAnswered'), ...at('silent', step.onFailed, '"onFailed"', 'onFailed')]
    case 'callback':
      return [
        ...at('silent', step.next, '"next"', 'next'),
        ...at('silent', step.onNoNumber, '"onNoNumber"', 'onNoNumber'),
        ...at('silent', step.onDelay, '"onDelay"', 'onDelay'),
      ]
    case 'caseStatus':
    case 'directory':
      return [...at('answer', step.next, '"next"', 'next'), ...at('handler', step.onNotFound, '"onNotFound"', 'onNotFound')]
    case 'incident':
      return [...at('answer', step.joined, '"joined"', 'joined'), ...at('silent', step.next, '"next"', 'next')]
    case 'customer':
      return [
        ...at('silent', step.unknown, '"unknown"', 'unknown'),
        ...at('silent', step.openCase, '"openCase"', 'openCase'),
        ...at('silent', step.next, '"next"', 'next'),
      ]
    case 'sms':
      return [...at('silent', step.next, '"next"', 'next'), ...at('silent', step.onNoNumber, '"onNoNumber"', 'onNoNumber')]
    case 'http':
      return [...at('silent', step.next, '"next"', 'next'), ...at('silent', step.onFailed, '"onFailed"', 'onFailed')]
    // It asks its own questions; the step behind it is where "return" leads.
    case 'subflow':
      return at('answer', step.next, '"next"', 'next')
    // From a phone that is none of ours it fails at once.
    case 'presence':
      return [...at('answer', step.next, '"next"', 'next'), ...at('silent', step.onFailed, '"onFailed"', 'onFailed')]
    case 'goTo':
      return at('silent', step.goTo, '"goTo"', 'goTo')
    case 'hangUp':
      return []
  }
}

/** The ways out that all menus and questions inherit. */
export function inheritedEdges(file: FlowFile): Edge[] {
  const handlers = (['onNoInput', 'onNoMatch'] as const).flatMap((which): Edge[] => {
    const to = file[which].goTo
    return to === undefined ? [] : [{ to, label: `"${which}"`, kind: 'handler', path: [which, 'goTo'] }]
  })
  return [...choiceEdges(file.keys, ['keys']), ...handlers]
}

/** Where silence ends when the flow does not say: the person behind the key 0, else a voicemail. */
export function wayOut(file: FlowFile): string | undefined {
  const zero = file.keys['0']
  const person = typeof zero === 'string' ? zero : zero?.goTo
  if (person !== undefined && !keyTargets.includes(person)) return person
  return Object.entries(file.steps).find(([, step]) => step.do === 'voicemail')?.[0]
}

function choiceEdges(choices: Readonly<Record<string, FileChoice>>, path: Path): Edge[] {
  return Object.entries(choices).flatMap(([key, choice]): Edge[] => {
    const to = typeof choice === 'string' ? choice : choice.goTo
    if (to === undefined || keyTargets.includes(to)) return []
    return [{ to, label: `option ${key}`, kind: 'answer', path: [...path, key, ...(typeof choice === 'string' ? [] : ['goTo'])] }]
  })
}

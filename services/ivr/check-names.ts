import { fieldOf, reach, type Graph, type Node, type Way } from './check-graph.ts'
import { promptsOf, sharedPrompts, sharedUses, templatesOf, textsOf, usesOf, type Text, type Use } from './check-texts.ts'
import { parseExpression } from './expressions.ts'
import { suggest, type Report } from './findings.ts'
import type { FileStep, FlowFile } from './flow-file.ts'
import { conditionNames, listNames } from './names.ts'
import { parseTemplate } from './templates.ts'

/** The answers that a step keeps, by name, and where in the step the name stands. */
export function capturesOf(step: FileStep): { name: string; path: string[] }[] {
  switch (step.do) {
    case 'gather':
    case 'survey':
      return [{ name: step.name, path: ['name'] }]
    case 'set':
      return Object.keys(step.values).map((name) => ({ name, path: ['values', name] }))
    case 'http':
      return Object.keys(step.answer).map((name) => ({ name, path: ['answer', name] }))
    default:
      return []
  }
}

export const capturedIn = (steps: readonly FileStep[]): string[] => [...new Set(steps.flatMap((step) => capturesOf(step).map(({ name }) => name)))]

/** Texts and conditions that can be read. */
export function checkForms(file: FlowFile, report: Report): void {
  const texts = [...sharedPrompts(file).flatMap(textsOf), ...Object.entries(file.steps).flatMap(([id, step]) => written(id, step))]
  for (const { text, path, language } of texts) {
    const parsed = parseTemplate(text, language)
    if (parsed.kind === 'broken') report('template', path, parsed.problem)
  }
  for (const [id, step] of Object.entries(file.steps)) {
    if (step.do !== 'branch') continue
    for (const [n, { if: condition }] of step.when.entries()) {
      const parsed = parseExpression(condition)
      if (parsed.kind === 'broken') report('condition', ['steps', id, 'when', n, 'if'], `condition "${condition}": ${parsed.problem}`)
    }
  }
}

const written = (id: string, step: FileStep): Text[] => [...promptsOf(id, step).flatMap(textsOf), ...templatesOf(id, step)]

/** Names that exist. `captured` null: a part of another flow, which may have captured anything before. */
export function checkNames(file: FlowFile, captured: readonly string[] | null, report: Report): void {
  const own = capturedIn(Object.values(file.steps))
  const names = listNames(captured ?? own)
  const spoken = names.filter((name) => !conditionNames.includes(name))
  const check = ({ names: used, path, written: shown }: Use, values: readonly string[], known: readonly string[]): void => {
    for (const name of used) {
      if (known.includes(name) || values.includes(name) || (captured === null && name.startsWith('captured.'))) continue
      report('unknown-name', path, `${shown} is not known here${suggest(name, known)}; ${isCaptured(name) ? howToCapture : `there is ${known.join(', ')}`}`)
    }
  }
  const valuesAt = new Map([...sharedPrompts(file), ...Object.entries(file.steps).flatMap(([id, step]) => promptsOf(id, step))].flatMap(valuesByPath))
  for (const use of sharedUses(file)) check(use, valuesAt.get(use.path.join('\n')) ?? [], spoken)
  for (const [id, step] of Object.entries(file.steps)) {
    const known = step.do === 'branch' ? names : spoken
    for (const use of usesOf(id, step)) check(use, valuesAt.get(use.path.join('\n')) ?? [], known)
  }
}

const isCaptured = (name: string): boolean => name.startsWith('captured.')
const howToCapture = 'no step captures it: correct the name, or ask for it before'

function valuesByPath(prompt: Parameters<typeof textsOf>[0]): [string, readonly string[]][] {
  return prompt.values.length === 0 ? [] : textsOf(prompt).map(({ path }) => [path.join('\n'), prompt.values])
}

/** Names in the steps of subflows that only the flow around them could have captured. */
export function checkCapturedOutside(graph: Graph, captured: readonly string[], report: Report): void {
  const known = captured.map((name) => `captured.${name}`)
  const told = new Set<string>()
  for (const { id, step, at } of [...graph.values()].filter(({ isOwn }) => !isOwn)) {
    for (const {
      names: [name = ''],
      written: shown,
    } of usesOf(id, step)) {
      if (!isCaptured(name) || known.includes(name) || told.has(`${at} ${name}`)) continue
      told.add(`${at} ${name}`)
      report('unknown-name', ['steps', at], `the subflow names ${shown}, which no step captures${suggest(name, known)}; ask for it before`)
    }
  }
}

/** Names that no way to a step can have filled: their sentences are never heard, their conditions never hold. */
export function checkKnown(graph: Graph, start: string, report: Report): void {
  const reachable = reach(graph, [start])
  const existing = listNames(capturedIn([...graph.values()].map(({ step }) => step)))
  const named = new Set<string>()
  const knownAt = new Map<string, Set<string>>()
  for (const node of graph.values()) {
    if (!reachable.has(node.id)) continue
    for (const { names, path, written: shown } of usesOf(node.id, node.step)) {
      // A name that does not exist has been told.
      if (!names.every((name) => isLate(name) && existing.includes(name))) continue
      const isKnown = names.some((name) => {
        const steps = knownAt.get(name) ?? stepsThatKnow(graph, name, reachable)
        knownAt.set(name, steps)
        return steps.has(node.id)
      })
      const told = `${node.at} ${shown}`
      if (isKnown || named.has(told)) continue
      named.add(told)
      report('not-known-yet', node.isOwn ? path : ['steps', node.at], `${shown} is never known here: ${whatGives(names[0] ?? '')}`)
    }
  }
}

/** Everything else is known from the first second, as far as it is ever known. */
const lateScopes = ['captured', 'case', 'opening', 'queue', 'promise', 'callback', 'wake', 'status', 'incident', 'directory']
const scopeOf = (name: string): string => name.split('.')[0] ?? ''
const isLate = (name: string): boolean => lateScopes.includes(scopeOf(name)) || name === 'customer.openCases'

function stepsThatKnow(graph: Graph, name: string, reachable: ReadonlySet<string>): Set<string> {
  const nodes = [...graph.values()].filter(({ id }) => reachable.has(id))
  const behind = nodes.flatMap((node) => node.edges.filter((way) => gives(node, way, name)).map(({ to }) => to))
  const own = nodes.filter(({ step }) => isKnownWithin(step, name)).map(({ id }) => id)
  return new Set([...reach(graph, behind), ...own])
}

/** Whoever goes this way knows the value, or may know it. */
function gives({ step }: Node, way: Way, name: string): boolean {
  const scope = scopeOf(name)
  const field = fieldOf(way)
  if (scope === 'captured') return capturesOf(step).some((kept) => name === `captured.${kept.name}`) && (step.do !== 'http' || field === 'next')
  switch (step.do) {
    case 'openCase':
      return scope === 'case' && (name !== 'case.by' || step.promise)
    case 'callback':
      return ['case', 'callback'].includes(scope) && field !== 'onNoNumber'
    case 'wake':
      return scope === 'wake' ? field === 'next' : ['case', 'status'].includes(scope) && field !== 'onNoNumber'
    case 'caseStatus':
      return scope === 'status' && field === 'next'
    case 'customer':
      return name === 'customer.openCases' || (scope === 'status' && field === (step.openCase === undefined ? 'next' : 'openCase'))
    case 'hours':
      return scope === 'opening' && field === 'closed'
    case 'queue':
      return scope === 'queue' || scope === 'promise'
    case 'incident':
      return scope === 'incident' && field === 'joined'
    case 'directory':
      return scope === 'directory' && field === 'next'
    default:
      return false
  }
}

/** Values that a step finds out before it speaks. */
function isKnownWithin(step: FileStep, name: string): boolean {
  if (step.do === 'gather') return name === `captured.${step.name}`
  return (step.do === 'queue' && ['queue', 'promise'].includes(scopeOf(name))) || (step.do === 'incident' && scopeOf(name) === 'incident')
}

const givers: Readonly<Record<string, string>> = {
  captured: 'no question before it asks for it',
  case: 'no openCase (with "promise: true" for case.by), callback or wake comes before',
  opening: 'no hours step that was closed comes before',
  queue: 'no queue comes before',
  promise: 'no queue comes before',
  callback: 'no callback comes before',
  wake: 'nobody has accepted on any way to here; only "next" of a wake knows who',
  status: 'no caseStatus, customer or wake that found a case comes before',
  incident: 'nobody has joined an incident on any way to here',
  directory: 'nobody has been chosen in a directory on any way to here',
  customer: 'no customer step comes before',
}
const whatGives = (name: string): string =>
  `${givers[scopeOf(name)] ?? 'nothing before it finds it out'}; lead the call through it first, or leave the value out`

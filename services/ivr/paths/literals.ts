import type { Expression } from '../expressions.ts'
import type { Flow } from '../flow.ts'

/** What the conditions of a flow compare its values with: only these tell two values apart. */
export type Literals = { of: (name: string) => readonly string[] }

export function literalsOf(flow: Flow): Literals {
  const found = new Map<string, Set<string>>()
  for (const step of flow.steps.values()) if (step.do === 'branch') for (const way of step.when) collect(way.if, found)
  return { of: (name) => [...(found.get(name) ?? [])] }
}

/** All values of one comparison belong to all names in it. */
function collect(expression: Expression, found: Map<string, Set<string>>): void {
  switch (expression.kind) {
    case 'value':
    case 'name':
    case 'calculate':
    case 'negative':
      return
    case 'not':
      return collect(expression.of, found)
    case 'and':
    case 'or':
      collect(expression.left, found)
      return collect(expression.right, found)
    case 'compare':
    case 'matches': {
      const parts = leavesOf(expression)
      for (const { name } of parts) if (name !== undefined) found.set(name, new Set([...(found.get(name) ?? []), ...parts.flatMap(({ value }) => value ?? [])]))
    }
  }
}

type Leaf = { name?: string; value?: string[] }

function leavesOf(expression: Expression): Leaf[] {
  switch (expression.kind) {
    case 'value':
      return [{ value: [String(expression.value)] }]
    case 'name':
      return [{ name: expression.written }]
    case 'not':
    case 'negative':
      return leavesOf(expression.of)
    case 'and':
    case 'or':
    case 'compare':
    case 'calculate':
      return [...leavesOf(expression.left), ...leavesOf(expression.right)]
    // The plain part of a pattern, and what stands in it without the signs: one of them mostly matches.
    case 'matches':
      return [...leavesOf(expression.of), { value: examplesOf(expression.pattern.pattern()) }]
  }
}

function examplesOf(pattern: string): string[] {
  return [pattern.replace(/\\d/g, '1').replace(/[^\p{L}\p{N} ]/gu, ''), ...(pattern.match(/[\p{L}\p{N} ]+/gu) ?? [])].filter((text) => text !== '')
}

import { checklistOf, inLanguage } from '../../cases/views.ts'
import type { DeskForm } from '../../schemas/desk.ts'
import type { ReasonRule } from '../../schemas/rules.ts'

type Facts = Readonly<Record<string, string>>
export type Gathering = {
  rule: ReasonRule | undefined
  /** What the agent has written down. */
  typed: Facts
  /** What the call has captured, if it can answer a question of the checklist. */
  captured: Facts
  /** Of the open case that the call is about: what it knows, and what its owner has found missing. Null: a new case. */
  about: { facts: Facts; missing: ReadonlyArray<{ name: string; question: string }> } | null
  language: string
}

const has = (facts: Facts, name: string): boolean => (facts[name]?.trim() ?? '') !== ''

/** All that is known by the name of a fact: what was typed counts before what the case knew and what was keyed. */
export function factsOf({ typed, captured, about }: Pick<Gathering, 'typed' | 'captured' | 'about'>): Record<string, string> {
  const given = Object.fromEntries(Object.entries(typed).filter(([name]) => has(typed, name)))
  return { ...captured, ...about?.facts, ...given }
}

/** What is to be asked. About an open case only what it does not know yet, and what its owner has found missing: nobody is asked twice. */
export function gatheringOf(gathering: Gathering): DeskForm['checklist'] {
  const { rule, typed, about, language } = gathering
  const all = checklistOf(rule, factsOf(gathering), language)
  if (about === null) return all
  const missing = about.missing.map(({ name, question }) => ({ name, question: question || name, isRequired: true, choices: null, value: typed[name] ?? null }))
  const asked = new Set(missing.map(({ name }) => name))
  return [...missing, ...all.filter(({ name }) => !asked.has(name) && (!has(about.facts, name) || has(typed, name)))]
}

/** A title from the reason, when nobody has written one. */
export function titleOf(written: string, rule: ReasonRule | undefined, words: string, language: string): string {
  return (written.trim() || (rule && inLanguage(rule.title, language)) || words.trim()).slice(0, 200)
}

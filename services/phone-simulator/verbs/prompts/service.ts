import { isInterrupted, type Interrupted, type Leg } from '../../legs/leg.ts'
import type { Prompt } from '../../twiml/verbs.ts'
import type { VerbDependencies } from '../dependencies.ts'
import { promptSteps, type PromptStep } from '../prompts.ts'

/** Says and plays; undefined when all has been heard. */
export async function playPrompts(on: VerbDependencies, leg: Leg, prompts: ReadonlyArray<Prompt>): Promise<Interrupted | undefined> {
  for (const step of promptSteps(prompts, leg.ears)) {
    announce(on, leg, step)
    if (step.seconds === 0) continue
    const heard = await pass(leg, step.seconds)
    if (heard) return heard
  }
  return undefined
}

export function announce(on: VerbDependencies, leg: Leg, { prompt }: PromptStep): void {
  if (prompt.verb === 'say' && prompt.text !== '') on.legs.hear(leg, 'said', prompt.text, prompt.language)
  if (prompt.verb === 'play') on.legs.hear(leg, 'played', prompt.url === '' ? prompt.digits : prompt.url)
}

/** Lets seconds pass on a leg that nobody disturbs. */
export async function pass(leg: Leg, seconds: number): Promise<Interrupted | undefined> {
  const passed = await leg.line.until<'passed'>(seconds, ({ kind }) => (kind === 'elapsed' ? { done: 'passed' } : undefined))
  return isInterrupted(passed) ? passed : undefined
}

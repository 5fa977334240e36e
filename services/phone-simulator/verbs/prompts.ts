import { hearingSeconds, playingSeconds, type Ears } from '../legs/leg.ts'
import type { Prompt } from '../twiml/verbs.ts'

/** One thing to hear and how long it takes; an endless loop takes at least a second a round. */
export type PromptStep = { prompt: Prompt; seconds: number }

/** What a list of prompts sounds like, one after another, with their loops (0 = for ever) played out. */
export function* promptSteps(prompts: ReadonlyArray<Prompt>, ears: Ears): Generator<PromptStep> {
  for (const prompt of prompts) {
    if (prompt.verb === 'pause') {
      yield { prompt, seconds: prompt.seconds }
      continue
    }
    const once = prompt.verb === 'say' ? hearingSeconds(prompt.text, ears) : playingSeconds(ears)
    const isEndless = prompt.loop === 0
    for (let round = 0; isEndless || round < prompt.loop; round++) yield { prompt, seconds: isEndless ? Math.max(1, once) : once }
  }
}

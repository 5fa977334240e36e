import type { FilePrompt } from '../../ivr/flow-file.ts'
import { GOODBYE, MESSAGE, comment, freshId, leadTo, numberOf, textOf, transitionTo, type Carrying, type StepInput } from '../carrying.ts'
import type { Widget } from '../definition.ts'
import { carryPrompt, ownPrompt } from '../spoken-texts.ts'
import { answerName } from '../values.ts'
import { handlerFor } from './repetition.ts'

type Gather = Extract<StepInput, { do: 'gather' }>

/** A question whose answer is kept, and a branch where keys and words go different ways. */
export function carryQuestion(carrying: Carrying, widget: Widget, id: string): void {
  const { ledger, steps } = carrying
  const name = answerName(carrying, widget.name)
  const onNoInput = handlerFor(carrying, widget, widget, 'timeout')
  const digits = numberOf(carrying, widget, 'number_of_digits', 1, 40)
  const finish = textOf(widget, 'finish_on_key')
  if (/^[0-9*#]$/.test(finish)) ledger.carry(widget.index, 'properties', 'finish_on_key')
  ledger.carry(widget.index, 'properties', 'stop_gather')
  const gather: Gather = {
    do: 'gather',
    name,
    prompt: questionPrompt(carrying, widget, id),
    ...questionSeconds(carrying, widget),
    ...(digits !== undefined && { minDigits: digits, maxDigits: digits }),
    ...(/^[0-9*#]$/.test(finish) && { finishOnKey: finish }),
    ...(onNoInput && { onNoInput }),
    ...waysOf(carrying, widget, id, name),
  }
  steps[id] = gather
}

/** Speech counts only where it leads somewhere; keys always do, since some callers cannot speak. */
function waysOf(carrying: Carrying, widget: Widget, id: string, name: string): Pick<Gather, 'input' | 'next'> {
  const { ledger, steps } = carrying
  const [keys, words] = ['keypress', 'speech'].map((event) => transitionTo(widget, event)?.transition.next ?? null)
  if (words == null) {
    const found = transitionTo(widget, 'speech')
    if (found !== undefined && keys != null) ledger.name([widget.index, 'transitions', found.n], 'leads nowhere; here only keys are listened for')
    return { input: 'keys', next: leadTo(carrying, widget, 'keypress', keys == null ? GOODBYE : MESSAGE) }
  }
  const spoken = leadTo(carrying, widget, 'speech', MESSAGE)
  if (keys == null || keys === words) {
    const found = transitionTo(widget, 'keypress')
    if (found !== undefined && keys == null) {
      ledger.name([widget.index, 'transitions', found.n], 'leads nowhere; here keys count as an answer too, since some callers cannot speak')
    } else leadTo(carrying, widget, 'keypress', MESSAGE)
    return { input: 'both', next: spoken }
  }
  const branch = freshId(carrying, `${id} by`)
  steps[branch] = { do: 'branch', when: [{ if: `captured.${name} matches '^[0-9]+$'`, goTo: leadTo(carrying, widget, 'keypress', MESSAGE) }], else: spoken }
  return { input: 'both', next: branch }
}

export const questionSeconds = (carrying: Carrying, widget: Widget): { timeoutSeconds?: number } => {
  const timeoutSeconds = numberOf(carrying, widget, 'timeout', 1, 60)
  return timeoutSeconds === undefined ? {} : { timeoutSeconds }
}

/** What is asked; a question whose text is lost still asks something. */
export function questionPrompt(carrying: Carrying, widget: Widget, id: string): FilePrompt {
  const prompt = carryPrompt(carrying, widget)
  if (prompt !== null) return prompt
  const play = textOf(widget, 'play')
  carrying.ledger.add(widget, 'prompt', 'no text is left to be asked, so a general one stands there; write the question')
  comment(carrying, id, `write the question${play === '' ? '' : `; it was the recording ${play}`}`)
  return ownPrompt(carrying.language, 'question')
}

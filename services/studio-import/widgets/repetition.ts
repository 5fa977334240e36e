import type { FileHandler, FilePrompt } from '../../ivr/flow-file.ts'
import { MESSAGE, behind, leadBy, textOf, transitionTo, type Carrying } from '../carrying.ts'
import type { Widget } from '../definition.ts'
import { carryPrompt } from '../spoken-texts.ts'

/**
 * What happens after silence or a wrong answer. Studio wires each repetition by hand, often without an end; a way that only comes back to the
 * question is what a question does here anyway, a few times, and then it takes a message.
 */
export function handlerFor(carrying: Carrying, question: Widget, widget: Widget, event: 'timeout' | 'noMatch'): FileHandler | undefined {
  const { ledger } = carrying
  const found = transitionTo(widget, event)
  const place = [widget.index, 'transitions', found?.n ?? 0] as const
  if (found === undefined) return undefined
  ledger.carry(...place)
  if (found.transition.next === null) {
    ledger.name(place, 'leads nowhere, so Studio would hang up; here it is asked again and then a message is taken')
    return undefined
  }
  const again = wayBack(carrying, question, behind(carrying, widget, event))
  if (again === null) return { tries: 1, goTo: leadBy(carrying, widget, found.n, MESSAGE) }
  ledger.name(place, `comes back to "${question.name}" without an end; here it is asked again a few times, and then a message is taken`)
  const [first, ...more] = again
  return first === undefined ? undefined : { prompts: [more.length === 0 ? first : again.flat()] }
}

/** The sentences on a way that only speaks and then asks the same again; null for any other way. */
function wayBack(carrying: Carrying, question: Widget, from: Widget | undefined): Exclude<FilePrompt, unknown[]>[] | null {
  const said: Widget[] = []
  for (let widget = from; widget !== question; widget = behind(carrying, widget, 'audioComplete')) {
    if (widget?.type !== 'say-play' || said.includes(widget) || said.length > 5 || textOf(widget, 'say') === '') return null
    said.push(widget)
  }
  for (const { name } of said) carrying.absorbed.add(name)
  return said.flatMap((widget) => {
    const prompt = carryPrompt(carrying, widget)
    return prompt === null ? [] : Array.isArray(prompt) ? prompt : [prompt]
  })
}

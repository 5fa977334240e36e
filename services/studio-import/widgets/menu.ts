import type { FileHandler } from '../../ivr/flow-file.ts'
import { normalizeSpeech } from '../../ivr/speech.ts'
import { GOODBYE, comment, freshId, leadBy, leadTo, transitionTo, type Carrying, type StepInput } from '../carrying.ts'
import type { Widget } from '../definition.ts'
import type { MenuPlan } from '../menu-plan.ts'
import { answerName } from '../values.ts'
import { handlerFor } from './repetition.ts'
import { questionPrompt, questionSeconds } from './question.ts'

type Menu = Extract<StepInput, { do: 'menu' }>
type Option = { goTo: string; next: string | null; say: string[] }
const allKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#']

/** A question and the splits behind it, as one menu. */
export function carryMenu(carrying: Carrying, widget: Widget, id: string, { byKey, byWord }: MenuPlan): void {
  const { ledger, language, steps } = carrying
  const options = new Map<string, Option>()
  for (const event of ['keypress', 'speech']) leadTo(carrying, widget, event, GOODBYE)
  for (const name of ['finish_on_key', 'number_of_digits', 'stop_gather']) ledger.carry(widget.index, 'properties', name)
  for (const split of [byKey, byWord]) if (split !== null) carrySplit(carrying, split.widget)
  for (const way of byKey?.ways ?? []) {
    const goTo = leadBy(carrying, byKey?.widget ?? widget, way.n, GOODBYE)
    for (const key of way.values) {
      if (options.has(key)) ledger.name([byKey?.widget.index ?? -1, 'transitions', way.n], `the key ${key} leads elsewhere already; the first way counts`)
      else options.set(key, { goTo: keepKey(carrying, widget, id, key, goTo), next: way.next, say: [] })
    }
  }
  if (byWord !== null) addWords(carrying, widget, byWord, options)
  const written = Object.fromEntries([...options].map(([key, { goTo, say }]) => [key, say.length === 0 ? goTo : { goTo, say: { [language]: say } }]))
  const onNoMatch = noMatch(carrying, widget, byKey ?? byWord)
  if (byKey !== null && byWord !== null) secondNoMatch(carrying, byKey.widget, byWord.widget)
  const onNoInput = handlerFor(carrying, widget, widget, 'timeout')
  const menu: Menu = { do: 'menu', prompt: questionPrompt(carrying, widget, id), ...questionSeconds(carrying, widget), options: written }
  steps[id] = { ...menu, ...(onNoInput && { onNoInput }), ...(onNoMatch && { onNoMatch }) }
}

function carrySplit({ ledger }: Carrying, split: Widget): void {
  ledger.carry(split.index)
  ledger.carryAll(split.index, 'properties', 'input')
  for (const [n, { conditions }] of split.transitions.entries()) for (const c of conditions.keys()) ledger.carryAll(split.index, 'transitions', n, c)
}

/** Where the key itself is named later on, it is kept on the way. */
function keepKey(carrying: Carrying, widget: Widget, id: string, key: string, goTo: string): string {
  if ((carrying.readers.get(widget.name)?.size ?? 0) === 0) return goTo
  const step = freshId(carrying, `${id} key ${key.replaceAll('*', 'Star').replaceAll('#', 'Hash')}`)
  carrying.steps[step] = { do: 'set', values: { [answerName(carrying, widget.name)]: key }, next: goTo }
  return step
}

/** Words go to the key that leads to the same place, else to a key of their own: who cannot speak presses it. */
function addWords(carrying: Carrying, question: Widget, { widget, ways }: NonNullable<MenuPlan['byWord']>, options: Map<string, Option>): void {
  const { ledger, ids } = carrying
  const taken = new Set<string>()
  for (const { n, next, values } of ways) {
    const goTo = leadBy(carrying, widget, n, GOODBYE)
    const words = values.filter((word) => !taken.has(normalizeSpeech(word)))
    if (words.length < values.length) ledger.name([widget.index, 'transitions', n], 'some of its words mean another way already; the first one counts')
    for (const word of words) taken.add(normalizeSpeech(word))
    const same = [...options.entries()].find(([, option]) => option.next === next)
    const key = same?.[0] ?? allKeys.find((one) => !options.has(one))
    if (words.length === 0) continue
    if (key === undefined) {
      ledger.name([widget.index, 'transitions', n], `no key is left for the words ${words.join(', ')}; put them into a menu of their own`)
      continue
    }
    if (same !== undefined) {
      same[1].say.push(...words)
      continue
    }
    const id = ids.get(question.name) ?? ''
    options.set(key, { goTo: keepKey(carrying, question, id, key, goTo), next, say: [...words] })
    ledger.name(
      [widget.index, 'transitions', n],
      `the words ${words.join(', ')} have the key ${key} now, since some callers cannot speak; say so in the prompt`,
    )
    comment(carrying, id, `key ${key} is new (${words.join(', ')}): say so in the prompt`)
  }
}

function noMatch(carrying: Carrying, question: Widget, split: { widget: Widget } | null): FileHandler | undefined {
  return split === null ? undefined : handlerFor(carrying, question, split.widget, 'noMatch')
}

function secondNoMatch({ ledger }: Carrying, first: Widget, second: Widget): void {
  const found = transitionTo(second, 'noMatch')
  if (found === undefined || first === second) return
  const isSame = transitionTo(first, 'noMatch')?.transition.next === found.transition.next
  if (isSame) ledger.carry(second.index, 'transitions', found.n)
  else ledger.name([second.index, 'transitions', found.n], `words that mean nothing go where wrong keys go ("noMatch" of "${first.name}")`)
}

import { normalizeSpeech } from '../ivr/speech.ts'
import { textOf } from './carrying.ts'
import type { Definition, Widget } from './definition.ts'

/** A question and the splits behind it that decide by the key or the word: together they are one menu here. */
export type MenuPlan = { byKey: Split | null; byWord: Split | null }
type Split = { widget: Widget; ways: readonly Way[] }
/** A transition of the split, and what the caller presses or says for it. */
export type Way = { n: number; next: string | null; values: readonly string[] }

const keyPattern = /^[0-9*#]{1,4}$/

/** Whether a question can be a menu, seen from its own widgets only. */
export function planMenu({ byName }: Definition, question: Widget): MenuPlan | null {
  const nextOf = (event: string): Widget | undefined => byName.get(question.transitions.find((one) => one.event === event)?.next ?? '')
  const [keySplit, wordSplit] = [nextOf('keypress'), nextOf('speech')]
  const byKey = keySplit === undefined ? null : splitBy(keySplit, question.name, 'Digits')
  const byWord = wordSplit === undefined ? null : splitBy(wordSplit, question.name, 'SpeechResult')
  const areKeys = byKey !== null && byKey.ways.every(({ values }) => values.every((value) => keyPattern.test(value)))
  const isSpeechFree = wordSplit !== undefined && wordSplit !== keySplit && byWord === null
  if (byKey !== null && areKeys && !isSpeechFree) return { byKey, byWord }
  return keySplit === undefined && byWord !== null ? { byKey: null, byWord } : null
}

/** A split that asks nothing but whether this answer is one of some values. */
function splitBy(split: Widget, question: string, field: 'Digits' | 'SpeechResult'): Split | null {
  const wanted = `widgets.${question}.${field}`
  if (split.type !== 'split-based-on' || !namesOnly(textOf(split, 'input'), wanted)) return null
  const ways = split.transitions.flatMap((transition, n): (Way | null)[] => {
    if (transition.event !== 'match') return []
    const [condition, ...more] = transition.conditions
    if (condition === undefined || more.length > 0 || !condition.arguments.every((text) => namesOnly(text, wanted))) return [null]
    const value = condition.value ?? ''
    const isList = condition.type === 'matches_any_of'
    const values = (isList ? value.split(',') : [value]).map((word) => word.trim()).filter((word) => (field === 'Digits' ? word : normalizeSpeech(word)) !== '')
    const isPlain = isList || condition.type === 'equal_to' || (field === 'SpeechResult' && condition.type === 'contains')
    return [isPlain && values.length > 0 && !value.includes('{{') ? { n, next: transition.next, values } : null]
  })
  if (ways.length === 0 || ways.includes(null)) return null
  return { widget: split, ways: ways.flatMap((way) => way ?? []) }
}

const namesOnly = (text: string, name: string): boolean => text.replace(/^\s*\{\{-?\s*|\s*-?\}\}\s*$/g, '') === name && text.includes('{{')

import { IANAZone } from 'luxon'
import type { z } from 'zod'
import { RULE_BODIES, type PolicyRule, type ReasonRule, type RuleBodies, type RuleKind, type TemplateRule } from '../schemas/rules.ts'
import { blanksOf } from './blanks.ts'
import { SHIPPED } from './shipped.ts'

export type RuleFault = { place: string; reason: string }
type Checked<Kind extends RuleKind> = { body: RuleBodies[Kind] } | { fault: RuleFault }

/** What a script or an answer may fill in, besides the facts of its own reason. */
const OF_A_CASE = ['words', 'customer', 'by', 'number']
/** Of these kinds there is one rule, with the key "". */
const SINGLE: ReadonlySet<RuleKind> = new Set(['policy', 'score', 'recording', 'callback', 'pay'])

/** A body of this kind that can be kept, or the first place in which it cannot. */
export function checkRule<Kind extends RuleKind>(kind: Kind, key: string, given: unknown): Checked<Kind> {
  const parsed = RULE_BODIES[kind].safeParse(given)
  if (!parsed.success) return { fault: issueFault(parsed.error.issues[0]) }
  const body = parsed.data as RuleBodies[Kind]
  const fault = keyFault(kind, key) ?? unknownField(given, body, []) ?? FAULTS[kind](body as never, key)
  return fault ? { fault } : { body }
}

const FAULTS: { [Kind in RuleKind]: (body: RuleBodies[Kind], key: string) => RuleFault | undefined } = {
  policy: policyFault,
  score: () => undefined,
  // A rule that says more than the line does would be a promise that nobody keeps.
  recording: ({ mode }) =>
    mode === 'never' ? undefined : { place: 'mode', reason: `"${mode}" is not possible yet: the line records no talks; allowed: "never"` },
  callback: () => undefined,
  pay: () => undefined,
  reason: reasonFault,
  template: templateFault,
}

function keyFault(kind: RuleKind, key: string): RuleFault | undefined {
  if (SINGLE.has(kind)) return key === '' ? undefined : { place: 'key', reason: `there is one rule of this kind, with the empty key, not "${key}"` }
  if (/^[a-zA-Z]\w{0,59}$/.test(key)) return undefined
  return { place: 'key', reason: `"${key}" is not a key; allowed: a letter, then letters, digits and "_", at most 60` }
}

/** The schema drops what it does not know; whoever wrote it should hear that it would do nothing. */
function unknownField(given: unknown, kept: unknown, path: readonly string[]): RuleFault | undefined {
  if (!isObject(given) || !isObject(kept)) return undefined
  for (const [name, value] of Object.entries(given)) {
    const place = [...path, name]
    if (!Object.hasOwn(kept, name)) return { place: place.join('.'), reason: `there is no such field; allowed: ${Object.keys(kept).join(', ')}` }
    const fault = unknownField(value, kept[name], place)
    if (fault) return fault
  }
  return undefined
}
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function policyFault({ levels }: PolicyRule): RuleFault | undefined {
  for (const [id, { zone }] of Object.entries(levels)) {
    if (!IANAZone.isValidZone(zone))
      return { place: `levels.${id}.zone`, reason: `there is no time zone "${zone}"; allowed are IANA names such as Europe/Berlin` }
  }
  return undefined
}

type Texts = Readonly<Record<string, string>>
type Placed = { place: string; texts: Texts }

function reasonFault({ title, script, asks, answers }: ReasonRule): RuleFault | undefined {
  const twice = repeated(asks.map(({ name }) => name)) ?? repeated(answers.map(({ key }) => key))
  if (twice) return { place: asks.some(({ name }) => name === twice) ? 'asks' : 'answers', reason: `"${twice}" stands there twice` }
  const said: Placed[] = [
    ...script.map(({ say }, n) => ({ place: `script.${n}.say`, texts: say })),
    ...asks.map(({ question }, n) => ({ place: `asks.${n}.question`, texts: question })),
    ...answers.flatMap(({ question, answer }, n) => [
      { place: `answers.${n}.question`, texts: question },
      { place: `answers.${n}.answer`, texts: answer },
    ]),
  ]
  return textFault({ place: 'title', texts: title }, said, [...OF_A_CASE, ...asks.map(({ name }) => name)])
}

/** Who writes by a template of his own fills its blanks himself; those of the house are filled by the program, which knows only these. */
function templateFault({ title, subject, text, spoken }: TemplateRule, key: string): RuleFault | undefined {
  const said = [{ place: 'text', texts: text }, ...(spoken ? [{ place: 'spoken', texts: spoken }] : [])]
  const head = Object.keys(subject).length === 0 ? [] : [{ place: 'subject', texts: subject }]
  return textFault({ place: 'title', texts: title }, [...said, ...head], Object.hasOwn(SHIPPED.template, key) ? shippedBlanks() : undefined)
}

function shippedBlanks(): string[] {
  const texts = Object.values(SHIPPED.template).flatMap(({ subject = {}, text, spoken = {} }) => [subject, text, spoken].flatMap((each) => Object.values(each)))
  return [...new Set([...OF_A_CASE, ...texts.flatMap((text) => blanksOf(text) ?? [])])].sort()
}

/** Each text in every language of the title, with blanks that somebody fills. */
function textFault(title: Placed, said: readonly Placed[], allowed: readonly string[] | undefined): RuleFault | undefined {
  const languages = Object.keys(title.texts)
  if (languages.length === 0) return { place: title.place, reason: 'it needs at least one language, e.g. "en"' }
  for (const { place, texts } of [title, ...said]) {
    const missing = languages.find((language) => !texts[language]?.trim())
    if (missing) return { place: `${place}.${missing}`, reason: `the text is missing; the title has ${languages.join(' and ')}` }
    for (const [language, text] of Object.entries(texts)) {
      const reason = blankFault(text, allowed)
      if (reason) return { place: `${place}.${language}`, reason }
    }
  }
  return undefined
}

function blankFault(text: string, allowed: readonly string[] | undefined): string | undefined {
  const blanks = blanksOf(text)
  if (!blanks) return 'a blank is not written as {{name}}'
  const unknown = allowed && blanks.find((name) => !allowed.includes(name))
  return unknown === undefined ? undefined : `nobody fills {{${unknown}}}; allowed: ${allowed?.map((name) => `{{${name}}}`).join(', ')}`
}

function repeated(names: readonly string[]): string | undefined {
  return names.find((name, n) => names.indexOf(name) !== n)
}

function issueFault(issue: z.core.$ZodIssue | undefined): RuleFault {
  return { place: issue?.path.join('.') || 'body', reason: issue?.message ?? 'it does not fit' }
}

import type { Language } from '../telephony/provider.ts'

/** The forms of a sentence's piece by the number in it: `one: "one caller is", other: "# callers are"`. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>

const categories: readonly Intl.LDMLPluralRule[] = ['zero', 'one', 'two', 'few', 'many', 'other']
const formPattern = /\s*([a-z]+)\s*:\s*(?:"([^"]*)"|'([^']*)')\s*(,|$)/y

/** Reads the forms and finds those that the language needs for whole numbers. Without a language "other" is enough. */
export function parseForms(written: string, language: Language | undefined): PluralForms | { problem: string } {
  const forms: Partial<Record<Intl.LDMLPluralRule, string>> = {}
  formPattern.lastIndex = 0
  let end = 0
  for (let match = formPattern.exec(written); match !== null; match = formPattern.exec(written)) {
    const category = categories.find((known) => known === match?.[1])
    if (category === undefined) return { problem: `"${match[1]}" is not a plural form; there are ${neededBy(language).join(', ')}` }
    if (forms[category] !== undefined) return { problem: `the plural form "${category}" is given twice` }
    forms[category] = match[2] ?? match[3] ?? ''
    end = formPattern.lastIndex
    if (match[4] !== ',') break
  }
  const left = written.slice(end).trim()
  if (left !== '' || end === 0) return { problem: `"${left}" is not understood after "plural"; write one: "one caller is", other: "# callers are"` }
  const missing = neededBy(language).filter((category) => forms[category] === undefined)
  if (missing.length === 0) return forms
  return {
    problem: `the plural form ${missing.map((category) => `"${category}"`).join(', ')} is missing${language ? `; "${language}" needs ${neededBy(language).join(', ')}` : ''}`,
  }
}

/** The form for this number, with the number in the place of `#`. */
export function chooseForm(forms: PluralForms, number: number, language: Language): string {
  // Only numbers that are not whole can have a form that nobody had to write.
  const form = forms[rulesOf(language).select(number)] ?? forms.other ?? forms.few ?? ''
  return form.replaceAll('#', String(number))
}

/** What whole numbers need: Russian has an "other" too, but only for parts of a whole. */
function neededBy(language: Language | undefined): Intl.LDMLPluralRule[] {
  if (language === undefined) return ['other']
  const rules = rulesOf(language)
  const used = new Set(Array.from({ length: 201 }, (_, number) => rules.select(number)))
  return categories.filter((category) => used.has(category))
}

/** A language that nobody knows is counted as English is, on every machine. */
function rulesOf(language: Language): Intl.PluralRules {
  return new Intl.PluralRules([language.split('-')[0] ?? 'en', 'en'])
}

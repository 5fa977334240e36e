import type { DeskForm, DeskFormBody } from '../api/desk-types.ts'

/** What is written in the two steps, and which case it is about (null: a new one). */
export type Draft = { body: DeskFormBody; caseNumber: string | null }
/** Two windows wrote different words into one field: ours stay, theirs are shown until somebody chooses. */
export type Clash = { field: string; theirs: string }

export const draftOf = ({ body, caseNumber }: Pick<DeskForm, 'body' | 'caseNumber'>): Draft => ({ body, caseNumber })

/** The name under which a fact stands among the fields: `facts.since`. */
export const factField = (name: string): string => `facts.${name}`

export const isSame = (one: Draft, other: Draft): boolean => {
  const [a, b] = [fieldsOf(one), fieldsOf(other)]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((field) => (a[field] ?? '') === (b[field] ?? ''))
}

/** What two windows made of `base`, put together: a field that only one of them changed is as that one has it. */
export const merge = (base: Draft, mine: Draft, theirs: Draft): { draft: Draft; clashes: Clash[] } => {
  const [was, ours, others] = [fieldsOf(base), fieldsOf(mine), fieldsOf(theirs)]
  const clashes: Clash[] = []
  let draft = theirs
  for (const field of new Set([...Object.keys(ours), ...Object.keys(others)])) {
    const [before, my, their] = [was[field] ?? '', ours[field] ?? '', others[field] ?? '']
    if (my === before || my === their) continue
    draft = withField(draft, field, my)
    if (their !== before) clashes.push({ field, theirs: their })
  }
  return { draft, clashes }
}

/** The same with one field as the text says: what a person chose between two versions. */
export const withField = (draft: Draft, field: string, value: string): Draft => {
  if (field === 'caseNumber') return { ...draft, caseNumber: value === '' ? null : value }
  const { body } = draft
  if (field.startsWith('facts.')) return { ...draft, body: { ...body, facts: { ...body.facts, [field.slice(6)]: value } } }
  return { ...draft, body: { ...body, [field]: field === 'isDistressed' ? value === 'true' : value } }
}

const fieldsOf = ({ body: { facts, ...body }, caseNumber }: Draft): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)])),
  ...Object.fromEntries(Object.entries(facts).map(([name, value]) => [factField(name), value])),
  caseNumber: caseNumber ?? '',
})

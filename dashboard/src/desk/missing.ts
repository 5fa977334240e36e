import type { DeskForm, DeskFormSubmit } from '../api/desk-types.ts'
import { factField, type Draft } from './draft.ts'

export type Then = DeskFormSubmit['then']

type Checklist = Pick<DeskForm, 'checklist'>['checklist']

/** A fact as it is written here, else as it is known from the call, the customer or the case. */
export const factOf = ({ body }: Draft, { name, value }: Pick<Checklist[number], 'name' | 'value'>): string => body.facts[name] ?? value ?? ''

/** The fields that must be filled before the form goes out: the same that the server refuses. */
export const missingFor = (draft: Draft, checklist: Checklist, then: Then): string[] => [
  ...missingWords(draft),
  ...missingFacts(draft, checklist),
  ...ENDS[then].filter((field) => isEmpty(draft.body[field])),
]

const ENDS = { keep: [], passUp: ['passReason'], solve: ['solution', 'satisfiedBy', 'spotReason'] } as const

/** Step 1, acknowledge. */
export const missingWords = ({ body }: Draft): string[] => (['words', 'acknowledgement'] as const).filter((field) => isEmpty(body[field]))

/** Step 2, gather. A further call about an open case has its reason already. */
export const missingFacts = (draft: Draft, checklist: Checklist): string[] => [
  ...(draft.caseNumber === null && isEmpty(draft.body.reason) ? ['reason'] : []),
  ...checklist.filter((item) => item.isRequired && isEmpty(factOf(draft, item))).map(({ name }) => factField(name)),
]

/** What the server named when it refused: `FACTS_MISSING` and `NOT_ACKNOWLEDGED` carry names with commas between. */
export const refusedFields = (code: string, values: Readonly<Record<string, string | number>>): string[] => {
  const names = (list: string | number | undefined): string[] =>
    String(list ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
  if (code === 'FACTS_MISSING') return names(values['names']).map(factField)
  return code === 'NOT_ACKNOWLEDGED' ? names(values['missing']) : []
}

export const stillEmpty = (draft: Draft, fields: readonly string[]): string[] => {
  const body: Record<string, unknown> = draft.body
  return fields.filter((field) => isEmpty(String((field.startsWith('facts.') ? draft.body.facts[field.slice(6)] : body[field]) ?? '')))
}

const isEmpty = (text: string): boolean => text.trim() === ''

import type { DeskForm, DeskPop } from '../api/desk-types.ts'
import type { Draft } from './draft.ts'
import { factOf } from './missing.ts'

/** What fills the blanks of the script here, as it is typed; the rest the server has filled. A name only if it is surely his. */
export const scriptValues = (draft: Draft, checklist: DeskForm['checklist'], pop: DeskPop | null): Record<string, string> => ({
  ...Object.fromEntries(checklist.map((item) => [item.name, factOf(draft, item)])),
  ...draft.body.facts,
  words: draft.body.words,
  number: draft.caseNumber ?? '',
  ...(pop?.customer?.isSure ? { customer: pop.customer.name } : {}),
})

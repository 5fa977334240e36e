import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CheckedFlow, FlowDetail, FlowView } from '../api/types.ts'
import { readStored, store } from '../stored.ts'
import { checkQuery } from './api.ts'
import { changeDraft, readDraft, type Draft } from './draft.ts'

const TYPING_PAUSE = 400

/** The text as it stands here: kept in this browser until it is published or thrown away, and checked a moment after each change. */
export const useDraft = (flow: FlowDetail) => {
  const name = `flow-draft.${flow.flow}`
  const [draft, setDraft] = useState<Draft | null>(() => readDraft(readStored(name)))
  const keep = (next: Draft | null) => {
    setDraft(next)
    store(name, next === null ? '' : JSON.stringify(next))
  }
  const source = draft?.source ?? flow.source
  const [settled] = useDebouncedValue(source, TYPING_PAUSE)
  const isDraft = draft !== null
  const check = useQuery({ ...checkQuery(flow.flow, settled), enabled: isDraft && settled !== '' })
  const checked: CheckedFlow = isDraft ? (check.data ?? { findings: [], view: null }) : { findings: flow.findings, view: flow.view }
  const lastView = useLast(checked.view, flow.view)
  return {
    source,
    isDraft,
    replaces: draft?.replaces ?? flow.version,
    /** Another version came into use since the draft was begun. */
    isOvertaken: draft !== null && draft.replaces !== flow.version,
    findings: checked.findings,
    /** While the text does not fit the form: the last drawing that did. */
    view: lastView,
    isUnreadable: checked.view === null && !check.isPending,
    isChecking: isDraft && (check.isFetching || settled !== source),
    checkFault: isDraft && check.isError ? check.error : null,
    change: (next: string) => keep(changeDraft(draft, next, flow)),
    discard: () => keep(null),
    /** The draft is meant to replace what is in use now. */
    rebase: () => draft && keep({ ...draft, replaces: flow.version }),
  }
}

export type FlowDraft = ReturnType<typeof useDraft>

const useLast = (view: FlowView | null, first: FlowView): FlowView => {
  const [last, setLast] = useState(first)
  if (view !== null && view !== last) setLast(view)
  return view ?? last
}

import './flows.css'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { meQuery } from '../api/queries.ts'
import type { FlowDetail } from '../api/types.ts'
import { mayEditFlows } from '../shell/roles.ts'
import { Loaded } from '../ui/loaded.tsx'
import { flowQuery } from './api.ts'
import { CompareTab } from './compare-tab.tsx'
import { FlowHead } from './flow-head.tsx'
import { FlowNotes } from './flow-notes.tsx'
import type { FlowSearch } from './flow-search.ts'
import { GraphTab } from './graph-tab.tsx'
import { HistoryTab } from './history-tab.tsx'
import { PublishDialog } from './publish-dialog.tsx'
import { TextTab } from './text-tab.tsx'
import { useDraft } from './use-draft.ts'

const route = getRouteApi('/app/flows/$flow')

export const FlowPage = () => {
  const { flow } = route.useParams()
  const query = useQuery(flowQuery(flow))
  return (
    <Loaded query={query} isPage>
      {(detail) => <FlowDesk key={flow} flow={detail} />}
    </Loaded>
  )
}

/** One flow: drawn, as text, against what is in use, and its past. */
const FlowDesk = ({ flow }: { flow: FlowDetail }) => {
  const search = route.useSearch()
  const navigate = useNavigate()
  const draft = useDraft(flow)
  const role = useQuery(meQuery).data?.person.role
  const mayEdit = role !== undefined && mayEditFlows(role)
  const [isPublishing, setPublishing] = useState(false)
  const go = (next: FlowSearch) => void navigate({ to: '/flows/$flow', params: { flow: flow.flow }, search: next, replace: true })
  const tab = search.tab ?? 'graph'
  const showLine = (line: number) => go({ ...search, tab: 'text', line })
  return (
    <>
      <FlowHead flow={flow} draft={draft} tab={tab} mayEdit={mayEdit} onPublish={() => setPublishing(true)} />
      <FlowNotes flow={flow} draft={draft} mayEdit={mayEdit} onCompare={() => go({ tab: 'compare' })} />
      {tab === 'graph' ? <GraphTab flow={flow} draft={draft} step={search.step} onGo={go} onLine={showLine} /> : null}
      {tab === 'text' ? <TextTab draft={draft} mayEdit={mayEdit} line={search.line} onLine={showLine} /> : null}
      {tab === 'compare' ? <CompareTab flow={flow} draft={draft} onStep={(step) => go({ tab: 'graph', step })} /> : null}
      {tab === 'history' ? <HistoryTab flow={flow} mayEdit={mayEdit} /> : null}
      {isPublishing ? <PublishDialog flow={flow} draft={draft} onClose={() => setPublishing(false)} /> : null}
    </>
  )
}

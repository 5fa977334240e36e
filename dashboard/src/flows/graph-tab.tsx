import { useMemo, useState } from 'react'
import { Button } from '@mantine/core'
import { IconEar } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { FlowDetail } from '../api/types.ts'
import { Card } from '../ui/pieces.tsx'
import { trafficQuery } from './api.ts'
import { FlowGraph } from './flow-graph.tsx'
import type { FlowSearch } from './flow-search.ts'
import { placeFlow } from './graph-layout.ts'
import { Inspector } from './inspector.tsx'
import { ListenCard } from './listen-card.tsx'
import { Outline } from './outline.tsx'
import type { FlowDraft } from './use-draft.ts'
import { useFlowWords } from './use-flow-words.ts'

type GraphTabProps = {
  flow: FlowDetail
  draft: FlowDraft
  step: string | undefined
  onGo: (search: FlowSearch) => void
  onLine: (line: number) => void
}

/** The flow as a drawing and, equal to it, as a list of its steps. */
export const GraphTab = ({ flow, draft, step, onGo, onLine }: GraphTabProps) => {
  const { t } = useTranslation()
  const [isList, setList] = useState(() => window.matchMedia('(max-width: 760px)').matches)
  const [isListening, setListening] = useState(false)
  const [standing, setStanding] = useState<string | null>(null)
  const traffic = useQuery(trafficQuery(flow.flow)).data
  const { view, findings } = draft
  const placed = useMemo(() => placeFlow(view, traffic), [view, traffic])
  const pick = (id: string) => onGo({ tab: 'graph', step: id })
  const chosen = view.steps.find(({ id }) => id === step)
  const shared = { view, findings, chosen: chosen?.id ?? null, standing, onPick: pick }
  return (
    <div className="flow-columns">
      <div className="stack">
        <div className="row spread">
          <Everywhere view={view} onPick={pick} />
          <div className="row">
            <Button size="xs" leftSection={<IconEar size={14} aria-hidden />} aria-pressed={isListening} onClick={() => setListening(!isListening)}>
              {t('flows.listen.open')}
            </Button>
            <div className="flow-tabs" role="group" aria-label={t('flows.showAs')}>
              <button type="button" aria-pressed={!isList} onClick={() => setList(false)}>
                {t('flows.asDrawing')}
              </button>
              <button type="button" aria-pressed={isList} onClick={() => setList(true)}>
                {t('flows.asList')}
              </button>
            </div>
          </div>
        </div>
        {isList ? <Outline {...shared} traffic={traffic} /> : <FlowGraph {...shared} placed={placed} calls={traffic?.calls ?? 0} />}
      </div>
      <div className="stack flow-side">
        {isListening ? <ListenCard flow={flow} draft={draft} onStep={setStanding} onClose={() => setListening(false)} /> : null}
        {chosen === undefined && isListening ? null : chosen === undefined ? (
          <Card title={t('flows.noStepTitle')}>
            <p className="muted">{t('flows.noStep')}</p>
          </Card>
        ) : (
          <Inspector key={chosen.id} step={chosen} draft={draft} traffic={traffic} onPick={pick} onLine={onLine} />
        )}
      </div>
    </div>
  )
}

const Everywhere = ({ view, onPick }: { view: FlowDraft['view']; onPick: (step: string) => void }) => {
  const { t } = useTranslation()
  const words = useFlowWords()
  if (view.everywhere.length === 0) return <span />
  return (
    <p className="small muted flow-legend">
      {t('flows.everywhere')}{' '}
      {view.everywhere.map(({ to, label }) => (
        <button key={`${label} ${to}`} type="button" className="link-button" onClick={() => onPick(to)}>
          {words.way(label)}: {to}
        </button>
      ))}
    </p>
  )
}

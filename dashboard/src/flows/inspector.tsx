import { Button } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { FlowTraffic, FlowView } from '../api/types.ts'
import { Card } from '../ui/pieces.tsx'
import { FindingList } from './finding-list.tsx'
import { linesOfStep } from './lines.ts'
import { signOf } from './step-kinds.ts'
import type { FlowDraft } from './use-draft.ts'
import { useFlowWords } from './use-flow-words.ts'

type InspectorProps = {
  step: FlowView['steps'][number]
  draft: FlowDraft
  traffic: FlowTraffic | undefined
  onPick: (step: string) => void
  onLine: (line: number) => void
}

/** One step: what is wrong with it, where it leads and from where it is reached, and how the text says it. */
export const Inspector = ({ step, draft: { source, view, findings }, traffic, onPick, onLine }: InspectorProps) => {
  const { t } = useTranslation()
  const words = useFlowWords()
  const Sign = signOf(step.do)
  const own = findings.filter((finding) => finding.step === step.id)
  const { text, from } = linesOfStep(source, view.steps, step.id)
  const ways = view.edges.filter((edge) => edge.from === step.id)
  const sources = [...new Set(view.edges.filter((edge) => edge.to === step.id).map((edge) => edge.from))]
  const timesTo = (to: string) => traffic?.edges.find((edge) => edge.from === step.id && edge.to === to)?.times
  const title = (
    <>
      <Sign size={16} stroke={1.8} aria-hidden className="icon" /> {step.id}
    </>
  )
  return (
    <Card title={title} aside={<span className="muted small">{words.kind(step.do)}</span>}>
      <div className="stack">
        {own.length > 0 ? <FindingList findings={own} onLine={onLine} /> : null}
        {traffic === undefined ? null : <p className="muted small">{t('flows.callsHere', { count: traffic.steps[step.id] ?? 0 })}</p>}
        {ways.length === 0 ? null : (
          <dl className="flow-ways">
            {ways.map(({ to, label }) => (
              <div key={`${label} ${to}`}>
                <dt>{words.way(label)}</dt>
                <dd>
                  <button type="button" className="link-button" onClick={() => onPick(to)}>
                    {to}
                  </button>
                  {timesTo(to) === undefined ? null : <span className="muted small"> · {timesTo(to)}</span>}
                </dd>
              </div>
            ))}
          </dl>
        )}
        {sources.length === 0 ? null : (
          <p className="small flow-legend">
            <span className="muted">{t('flows.reachedFrom')}</span>{' '}
            {sources.map((id) => (
              <button key={id} type="button" className="link-button" onClick={() => onPick(id)}>
                {id}
              </button>
            ))}
          </p>
        )}
        {text === '' ? null : (
          <pre className="flow-source" tabIndex={0} aria-label={t('flows.stepText', { step: step.id })}>
            {text}
          </pre>
        )}
        <div className="actions">
          <Button size="xs" leftSection={<IconFileText size={14} aria-hidden />} onClick={() => onLine(from)}>
            {t('flows.toLine', { line: from })}
          </Button>
        </div>
      </div>
    </Card>
  )
}

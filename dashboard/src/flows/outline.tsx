import { useTranslation } from 'react-i18next'
import type { FlowFinding, FlowTraffic, FlowView } from '../api/types.ts'
import { StepBadge } from './step-box.tsx'
import { signOf } from './step-kinds.ts'
import { useFlowWords } from './use-flow-words.ts'

type OutlineProps = {
  view: FlowView
  findings: readonly FlowFinding[]
  traffic: FlowTraffic | undefined
  chosen: string | null
  standing: string | null
  onPick: (step: string) => void
}

/** All that the drawing shows, for whoever does not use it: each step with where it leads, in the order of the text. */
export const Outline = ({ view, findings, traffic, chosen, standing, onPick }: OutlineProps) => {
  const { t } = useTranslation()
  const words = useFlowWords()
  return (
    <ul className="card flow-outline" aria-label={t('flows.steps')}>
      {view.steps.map(({ id, do: kind, text }) => {
        const Sign = signOf(kind)
        const ways = view.edges.filter(({ from }) => from === id)
        return (
          <li key={id}>
            <div className="row">
              <Sign size={16} stroke={1.8} aria-hidden className="icon" />
              <button type="button" className="link-button strong" aria-current={id === chosen ? 'true' : undefined} onClick={() => onPick(id)}>
                {id}
              </button>
              <span className="muted small">
                {words.kind(kind)}
                {id === standing ? ` · ${t('flows.listen.here')}` : ''}
                {id === view.start ? ` · ${t('flows.start')}` : ''}
                {traffic === undefined ? '' : ` · ${t('flows.callCount', { count: traffic.steps[id] ?? 0 })}`}
              </span>
              <StepBadge findings={findings.filter(({ step }) => step === id)} />
            </div>
            {text === null ? null : <p className="muted small">{text}</p>}
            {ways.length === 0 ? null : (
              <p className="small flow-legend">
                {ways.map(({ to, label }) => (
                  <button key={`${label} ${to}`} type="button" className="link-button" onClick={() => onPick(to)}>
                    {words.way(label)}: {to}
                  </button>
                ))}
              </p>
            )}
          </li>
        )
      })}
    </ul>
  )
}

import { IconAlertTriangle, IconCircleX, IconEar, IconPlayerPlay } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { FlowFinding, FlowView } from '../api/types.ts'
import { signOf } from './step-kinds.ts'
import { useFlowWords } from './use-flow-words.ts'

export type StepData = FlowView['steps'][number] & { isStart: boolean; isStanding: boolean; findings: readonly FlowFinding[] }

/** A step as it is drawn: its sign, its name, what it is or says, and what is wrong with it. */
export const StepBox = ({ data, isChosen }: { data: StepData; isChosen: boolean }) => {
  const { t } = useTranslation()
  const words = useFlowWords()
  const Sign = signOf(data.do)
  const state = `${isChosen ? ' chosen' : ''}${data.isStart ? ' start' : ''}${data.isStanding ? ' standing' : ''}`
  return (
    <div className={`flow-step${state}`}>
      <span className="flow-step-name">
        <Sign size={16} stroke={1.8} aria-hidden className="icon" />
        <span className="strong">{data.id}</span>
        {data.isStart ? <IconPlayerPlay size={14} className="icon" role="img" aria-label={t('flows.start')} /> : null}
        {data.isStanding ? <IconEar size={14} className="icon" aria-hidden /> : null}
        <StepBadge findings={data.findings} />
      </span>
      <span className="flow-step-text small">{data.text ?? words.kind(data.do)}</span>
    </div>
  )
}

export const StepBadge = ({ findings }: { findings: readonly FlowFinding[] }) => {
  const { t } = useTranslation()
  if (findings.length === 0) return null
  const hasError = findings.some(({ severity }) => severity === 'error')
  const Icon = hasError ? IconCircleX : IconAlertTriangle
  return (
    <span className={hasError ? 'flow-badge bad' : 'flow-badge warn'}>
      <Icon size={14} className="icon" role="img" aria-label={t('flows.findingCount', { count: findings.length })} />
      {findings.length}
    </span>
  )
}

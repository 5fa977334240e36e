import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { FlowFinding } from '../api/types.ts'

const keyOf = ({ line, rule, message }: FlowFinding): string => `${line} ${rule} ${message}`

/** What is wrong and what to do, errors first; a click leads to its line. */
export const FindingList = ({ findings, onLine }: { findings: readonly FlowFinding[]; onLine?: (line: number) => void }) => (
  <ul className="finding-list">
    {[...findings]
      .sort((a, b) => (a.severity === b.severity ? a.line - b.line : a.severity === 'error' ? -1 : 1))
      .map((finding) => (
        <FindingLine key={keyOf(finding)} finding={finding} {...(onLine === undefined ? {} : { onLine })} />
      ))}
  </ul>
)

export const FindingLine = ({ finding, onLine }: { finding: FlowFinding; onLine?: (line: number) => void }) => {
  const { t } = useTranslation()
  const { severity, line, step, rule, message } = finding
  const Icon = severity === 'error' ? IconCircleX : IconAlertTriangle
  const place = t('flows.line', { line })
  return (
    <li className={severity}>
      <Icon size={16} className="icon" role="img" aria-label={t(`flows.severity.${severity}`)} />
      <div className="grow">
        <span className="finding-place small">
          {onLine === undefined ? (
            place
          ) : (
            <button type="button" className="link-button" onClick={() => onLine(line)}>
              {place}
            </button>
          )}
          {step === undefined ? null : <code>{step}</code>}
        </span>
        <p lang="en">
          {message} <span className="dim small">[{rule}]</span>
        </p>
      </div>
    </li>
  )
}

import { useEffect, useEffectEvent, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '../ui/pieces.tsx'
import { FindingList } from './finding-list.tsx'
import { spanOfLine } from './lines.ts'
import type { FlowDraft } from './use-draft.ts'

type TextTabProps = { draft: FlowDraft; mayEdit: boolean; line: number | undefined; onLine: (line: number) => void }

/** Of the style sheet: a line of the text. */
const LINE_HEIGHT = 20
const LINES_ABOVE = 6

/** The file itself, with what is wrong beside its lines. */
export const TextTab = ({ draft, mayEdit, line, onLine }: TextTabProps) => {
  const { t } = useTranslation()
  const { findings } = draft
  return (
    <div className="flow-columns">
      <Editor draft={draft} mayEdit={mayEdit} line={line} />
      <div className="stack flow-side">
        <Card title={t('flows.findings')} aside={draft.isChecking ? <span className="muted small">{t('flows.checking')}</span> : null}>
          {findings.length === 0 ? (
            <p className="muted">{t(draft.isChecking ? 'flows.checking' : 'flows.noFindingsWhy')}</p>
          ) : (
            <FindingList findings={findings} onLine={onLine} />
          )}
        </Card>
      </div>
    </div>
  )
}

const Editor = ({ draft: { source, change, findings }, mayEdit, line }: { draft: FlowDraft; mayEdit: boolean; line: number | undefined }) => {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const lines = useMemo(() => source.split('\n'), [source])
  const marks = useMemo(() => {
    const worst = new Map<number, 'error' | 'advice'>()
    for (const finding of findings) if (worst.get(finding.line) !== 'error') worst.set(finding.line, finding.severity)
    return worst
  }, [findings])
  const jump = useEffectEvent((to: number) => {
    const { start, end } = spanOfLine(source, to)
    area.current?.focus({ preventScroll: true })
    area.current?.setSelectionRange(start, end)
    box.current?.scrollTo({ top: Math.max(0, (to - LINES_ABOVE) * LINE_HEIGHT), left: 0 })
  })
  useEffect(() => {
    if (line !== undefined) jump(line)
  }, [line])
  const longest = Math.max(40, ...lines.map((one) => one.length)) + 2
  return (
    <div className="flow-editor" ref={box}>
      <div className="flow-gutter" aria-hidden>
        {lines.map((_, n) => (
          <span key={n} className={marks.get(n + 1) ?? ''}>
            {n + 1}
          </span>
        ))}
      </div>
      <textarea
        ref={area}
        aria-label={t('flows.text')}
        value={source}
        readOnly={!mayEdit}
        onChange={(event) => change(event.currentTarget.value)}
        rows={lines.length}
        cols={longest}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
      />
    </div>
  )
}

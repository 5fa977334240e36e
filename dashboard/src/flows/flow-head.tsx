import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCircleX, IconCheck, IconUpload } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { FlowDetail } from '../api/types.ts'
import { PageHead, Pill } from '../ui/pieces.tsx'
import { FLOW_TABS, type FlowTab } from './flow-search.ts'
import type { FlowDraft } from './use-draft.ts'

type HeadProps = {
  flow: FlowDetail
  draft: FlowDraft
  tab: FlowTab
  mayEdit: boolean
  onPublish: () => void
}

export const FlowHead = ({ flow, draft, tab, mayEdit, onPublish }: HeadProps) => {
  const { t } = useTranslation()
  return (
    <PageHead title={flow.title} aside={<States flow={flow} draft={draft} />}>
      <div className="actions">
        <nav className="flow-tabs" aria-label={t('flows.tabsLabel')}>
          {FLOW_TABS.map((name) => (
            <Link
              key={name}
              to="/flows/$flow"
              params={{ flow: flow.flow }}
              search={{ tab: name }}
              aria-current={name === tab ? 'page' : undefined}
              activeProps={{}}
            >
              {t(`flows.tabs.${name}`)}
            </Link>
          ))}
        </nav>
        {mayEdit ? (
          <Button className="only-wide" variant="filled" leftSection={<IconUpload size={16} aria-hidden />} disabled={!draft.isDraft} onClick={onPublish}>
            {t('flows.publish')}
          </Button>
        ) : null}
      </div>
    </PageHead>
  )
}

const States = ({ flow, draft }: { flow: FlowDetail; draft: FlowDraft }) => {
  const { t } = useTranslation()
  const errors = draft.findings.filter(({ severity }) => severity === 'error').length
  const advice = draft.findings.length - errors
  return (
    <span className="row" aria-live="polite">
      {errors > 0 ? (
        <Pill tone="bad" icon={IconCircleX}>
          {t('flows.errorCount', { count: errors })}
        </Pill>
      ) : null}
      {advice > 0 ? (
        <Pill tone="warn" icon={IconAlertTriangle}>
          {t('flows.adviceCount', { count: advice })}
        </Pill>
      ) : null}
      {errors + advice === 0 && !draft.isChecking ? (
        <Pill tone="ok" icon={IconCheck}>
          {t('flows.noFindings')}
        </Pill>
      ) : null}
      {draft.isDraft ? <Pill tone="accent">{t('flows.draft')}</Pill> : null}
      <span className="muted small">
        <code>{flow.flow}.yaml</code> · {t('flows.inUse')} <code>{flow.version}</code>
      </span>
    </span>
  )
}

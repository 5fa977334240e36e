import { Button } from '@mantine/core'
import { IconArrowBackUp, IconFileText } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowDetail, FlowPublication } from '../api/types.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card, Pill } from '../ui/pieces.tsx'
import { publicationsQuery, sourceQuery } from './api.ts'
import { PublicationWords } from './publication-words.tsx'
import { RollbackDialog } from './rollback-dialog.tsx'

/** Each publication with who, when and why; any can be read and taken into use again. */
export const HistoryTab = ({ flow, mayEdit }: { flow: FlowDetail; mayEdit: boolean }) => {
  const { t } = useTranslation()
  const query = useQuery(publicationsQuery(flow.flow))
  const [shown, setShown] = useState<string | null>(null)
  const [back, setBack] = useState<FlowPublication | null>(null)
  const line = (publication: FlowPublication) => (
    <li key={publication.publishedAt} className="middle">
      <span className="stack tight grow">
        <span>
          <code>{publication.version}</code> {publication.version === flow.version ? <Pill tone="ok">{t('flows.inUse')}</Pill> : null}
        </span>
        <span className="muted small">
          <PublicationWords publication={publication} />
        </span>
      </span>
      <span className="actions">
        <Button
          size="xs"
          leftSection={<IconFileText size={14} aria-hidden />}
          aria-label={t('flows.readVersion', { version: publication.version })}
          onClick={() => setShown(publication.version)}
        >
          {t('flows.text')}
        </Button>
        {mayEdit && publication.version !== flow.version ? (
          <Button
            size="xs"
            leftSection={<IconArrowBackUp size={14} aria-hidden />}
            aria-label={t('flows.rollBackTo', { version: publication.version })}
            onClick={() => setBack(publication)}
          >
            {t('flows.rollBack')}
          </Button>
        ) : null}
      </span>
    </li>
  )
  return (
    <div className="flow-columns">
      <Card title={t('flows.historyTitle')}>
        <Loaded query={query} lines={4}>
          {(publications) => <ul className="lines">{publications.map(line)}</ul>}
        </Loaded>
      </Card>
      <div className="stack flow-side">{shown === null ? null : <VersionText flow={flow.flow} version={shown} />}</div>
      {back === null ? null : <RollbackDialog flow={flow.flow} publication={back} onClose={() => setBack(null)} />}
    </div>
  )
}

const VersionText = ({ flow, version }: { flow: string; version: string }) => {
  const { t } = useTranslation()
  const query = useQuery(sourceQuery(flow, version))
  return (
    <Card title={t('flows.versionText', { version })}>
      <Loaded query={query} lines={6}>
        {({ source }) => (
          <pre className="flow-source tall" tabIndex={0} aria-label={t('flows.versionText', { version })}>
            {source}
          </pre>
        )}
      </Loaded>
    </Card>
  )
}

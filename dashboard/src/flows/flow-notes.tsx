import { Button } from '@mantine/core'
import { IconAlertTriangle, IconDeviceDesktop, IconLock, IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowDetail } from '../api/types.ts'
import { Note } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { FindingList } from './finding-list.tsx'
import type { FlowDraft } from './use-draft.ts'

type NotesProps = { flow: FlowDetail; draft: FlowDraft; mayEdit: boolean; onCompare: () => void }

/** What somebody must know before he goes on: who else has published, what the folder holds, what cannot be drawn. */
export const FlowNotes = ({ flow, draft, mayEdit, onCompare }: NotesProps) => {
  const { t } = useTranslation()
  return (
    <>
      {mayEdit ? (
        <p className="only-narrow muted small">
          <IconDeviceDesktop size={16} aria-hidden className="icon" /> {t('flows.largerScreen')}
        </p>
      ) : (
        <p className="muted small">
          <IconLock size={14} aria-hidden className="icon" /> {t('flows.readOnly')}
        </p>
      )}
      {draft.checkFault === null ? null : <Fault error={draft.checkFault} />}
      {flow.folder === 'broken' ? (
        <Note tone="bad" icon={IconAlertTriangle}>
          <p className="strong">{t('flows.brokenFile', { file: `${flow.flow}.yaml` })}</p>
          <p>{t('flows.brokenFileWhy', { title: flow.title, version: flow.version })}</p>
          <FindingList findings={flow.folderFindings} />
        </Note>
      ) : null}
      {flow.folder === 'other' ? (
        <Note tone="warn" icon={IconAlertTriangle}>
          {t('flows.otherFile', { file: `${flow.flow}.yaml` })}
        </Note>
      ) : null}
      {draft.isOvertaken ? <Overtaken draft={draft} version={flow.version} onCompare={onCompare} /> : null}
      {draft.isDraft && draft.isUnreadable ? (
        <Note tone="bad" icon={IconAlertTriangle}>
          {t('flows.unreadable')}
        </Note>
      ) : null}
      {draft.isDraft && !draft.isOvertaken ? <DraftNote draft={draft} onCompare={onCompare} /> : null}
    </>
  )
}

const Overtaken = ({ draft, version, onCompare }: { draft: FlowDraft; version: string; onCompare: () => void }) => {
  const { t } = useTranslation()
  return (
    <Note tone="warn" icon={IconAlertTriangle}>
      <div className="stack tight">
        <p className="strong">{t('flows.overtaken', { version })}</p>
        <p>{t('flows.overtakenWhy')}</p>
        <div className="actions">
          <Button size="xs" onClick={onCompare}>
            {t('flows.tabs.compare')}
          </Button>
          <Button size="xs" onClick={draft.rebase}>
            {t('flows.keepMine')}
          </Button>
          <DiscardButton draft={draft} />
        </div>
      </div>
    </Note>
  )
}

const DraftNote = ({ draft, onCompare }: { draft: FlowDraft; onCompare: () => void }) => {
  const { t } = useTranslation()
  return (
    <Note tone="accent" icon={IconPencil}>
      <div className="row spread">
        <span>{t('flows.draftHere')}</span>
        <span className="actions">
          <Button size="xs" onClick={onCompare}>
            {t('flows.tabs.compare')}
          </Button>
          <DiscardButton draft={draft} />
        </span>
      </div>
    </Note>
  )
}

/** Twice, because there is no way back. */
const DiscardButton = ({ draft }: { draft: FlowDraft }) => {
  const { t } = useTranslation()
  const [isAsked, setAsked] = useState(false)
  return (
    <Button size="xs" {...(isAsked ? { color: 'bad', variant: 'filled' as const } : {})} onClick={() => (isAsked ? draft.discard() : setAsked(true))}>
      {t(isAsked ? 'flows.discardSure' : 'flows.discard')}
    </Button>
  )
}

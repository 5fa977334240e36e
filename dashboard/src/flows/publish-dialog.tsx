import { Button, Textarea } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/http.ts'
import type { FlowDetail } from '../api/types.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { notify } from '../ui/notices.tsx'
import { Note } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { compareQuery, publishFlow } from './api.ts'
import { ChangeList } from './change-list.tsx'
import { FindingList } from './finding-list.tsx'
import { refreshFlow, SHORTEST_REASON } from './refresh.ts'
import type { FlowDraft } from './use-draft.ts'

type PublishProps = { flow: FlowDetail; draft: FlowDraft; onClose: () => void }

/** What would change for callers, seen before it does, and why it does. */
export const PublishDialog = ({ flow, draft, onClose }: PublishProps) => {
  const { t } = useTranslation()
  const [why, setWhy] = useState('')
  const comparison = useQuery(compareQuery(flow.flow, flow.version, draft.source))
  const sending = usePublish(flow.flow, draft, onClose)
  const errors = (comparison.data?.findings ?? []).filter(({ severity }) => severity === 'error')
  const isRefused = errors.length > 0 || draft.isOvertaken
  return (
    <Dialog title={t('flows.publishTitle', { title: flow.title })} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          sending.send(why.trim())
        }}
      >
        {sending.fault ? <Fault error={sending.fault} /> : null}
        {draft.isOvertaken ? (
          <Note tone="warn" icon={IconAlertTriangle}>
            {t('flows.overtaken', { version: flow.version })} {t('flows.overtakenWhy')}
          </Note>
        ) : null}
        {errors.length > 0 ? (
          <Note tone="bad" icon={IconAlertTriangle}>
            <p className="strong">{t('flows.refused', { count: errors.length })}</p>
            <FindingList findings={errors} />
          </Note>
        ) : null}
        <Loaded query={comparison} lines={3}>
          {({ changes }) => (
            <div className="flow-dialog-changes" tabIndex={0} role="group" aria-label={t('flows.tabs.compare')}>
              {changes.length === 0 && errors.length === 0 ? <p className="muted">{t('flows.onlySpelling')}</p> : <ChangeList changes={changes} />}
            </div>
          )}
        </Loaded>
        <p className="muted small">{t('flows.callsGoOn')}</p>
        <Textarea
          label={t('flows.why')}
          description={t('flows.whyHint')}
          required
          maxLength={500}
          rows={2}
          autosize={false}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <div className="actions">
          <Button
            type="submit"
            variant="filled"
            loading={sending.isSending}
            disabled={isRefused || !comparison.isSuccess || why.trim().length < SHORTEST_REASON}
          >
            {t('flows.publishNow')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

const usePublish = (flow: string, draft: FlowDraft, onClose: () => void) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  return useSend({
    run: async (why: string) => {
      try {
        return await publishFlow(flow, { source: draft.source, why, replaces: draft.replaces })
      } catch (error) {
        // Another version is in use by now: fetch it, and the page says what to do.
        if (error instanceof ApiError && error.problem.code === 'EDITED_MEANWHILE') await refreshFlow(queryClient, flow)
        throw error
      }
    },
    onDone: ({ version }) => {
      draft.discard()
      void refreshFlow(queryClient, flow)
      void notify(t('flows.publishedNow', { version }))
      onClose()
    },
  })
}

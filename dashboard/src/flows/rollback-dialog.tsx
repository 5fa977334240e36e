import { Button, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowPublication } from '../api/types.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { rollBackFlow } from './api.ts'
import { PublicationWords } from './publication-words.tsx'
import { refreshFlow, SHORTEST_REASON } from './refresh.ts'

/** An older version into use again; the one in use stays in the history. */
export const RollbackDialog = ({ flow, publication, onClose }: { flow: string; publication: FlowPublication; onClose: () => void }) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [why, setWhy] = useState('')
  const { version } = publication
  const sending = useSend({
    run: () => rollBackFlow(flow, { version, why: why.trim() }),
    onDone: () => {
      void refreshFlow(queryClient, flow)
      void notify(t('flows.rolledBack', { version }))
      onClose()
    },
  })
  return (
    <Dialog title={t('flows.rollBackTo', { version })} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          sending.send(undefined)
        }}
      >
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <p className="muted">
          <PublicationWords publication={publication} />
        </p>
        <p>{t('flows.callsGoOn')}</p>
        <Textarea
          label={t('flows.why')}
          required
          maxLength={500}
          rows={2}
          autosize={false}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending} disabled={why.trim().length < SHORTEST_REASON}>
            {t('flows.rollBack')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

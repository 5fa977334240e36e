import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { meQuery } from '../api/queries.ts'
import { maySupervise } from '../shell/roles.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

/** Played through us, with rights checked; whoever supervises can delete it for good, at the provider too. */
export const RecordingPlayer = ({ sid, label }: { sid: string; label: string }) => {
  const { t } = useTranslation()
  const role = useQuery(meQuery).data?.person.role
  const [isBroken, setBroken] = useState(false)
  const [isAsking, setAsking] = useState(false)
  if (isBroken) return <p className="muted small">{t('call.notPlayed')}</p>
  return (
    <div className="player">
      <audio controls preload="none" src={pathOf(sid, '/audio')} aria-label={label} onError={() => setBroken(true)} />
      {role !== undefined && maySupervise(role) ? (
        <button type="button" className="plain-button" aria-label={`${t('call.delete')}: ${label}`} title={t('call.delete')} onClick={() => setAsking(true)}>
          <IconTrash size={16} aria-hidden className="icon" />
        </button>
      ) : null}
      {isAsking ? <DeleteDialog sid={sid} onClose={() => setAsking(false)} onDeleted={() => setBroken(true)} /> : null}
    </div>
  )
}

const pathOf = (sid: string, rest = ''): string => `/api/recordings/${encodeURIComponent(sid)}${rest}`

const DeleteDialog = ({ sid, onClose, onDeleted }: { sid: string; onClose: () => void; onDeleted: () => void }) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const deleting = useSend({
    run: () => ask<unknown>('DELETE', pathOf(sid)),
    onDone: () => {
      for (const kind of ['call', 'case', 'customer']) void queryClient.invalidateQueries({ queryKey: [kind] })
      void notify(t('call.deleted'))
      onDeleted()
    },
  })
  return (
    <Dialog title={t('call.delete')} onClose={onClose}>
      <div className="stack">
        <p>{t('call.deleteWhy')}</p>
        {deleting.fault ? <Fault error={deleting.fault} /> : null}
        <div className="actions">
          <Button variant="filled" color="bad" loading={deleting.isSending} onClick={() => deleting.send(undefined)}>
            {t('call.delete')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </div>
    </Dialog>
  )
}

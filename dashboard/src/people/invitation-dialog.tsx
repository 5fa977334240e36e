import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { Invitation, Person } from '../api/types.ts'
import { useFormat } from '../format/use-format.ts'
import { CopyField } from '../ui/copy-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Note } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

/** Makes the link only when asked to: each one is a key to the house. */
export const InvitationDialog = ({ person, onClose }: { person: Person; onClose: () => void }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  const [invitation, setInvitation] = useState<Invitation | null>(null)
  const making = useSend({ run: () => ask<Invitation>('POST', `/api/people/${person.id}/invitation`), onDone: setInvitation })
  return (
    <Dialog title={t('people.inviteOf', { name: person.name })} onClose={onClose}>
      <div className="stack">
        {making.fault ? <Fault error={making.fault} /> : null}
        {invitation === null ? (
          <>
            <p>{t(person.hasPassword ? 'people.inviteAgainWords' : 'people.inviteWords', { name: person.name })}</p>
            <div className="actions">
              <Button variant="filled" loading={making.isSending} onClick={() => making.send(undefined)}>
                {t('people.makeLink')}
              </Button>
              <Button onClick={onClose}>{t('form.cancel')}</Button>
            </div>
          </>
        ) : (
          <>
            <CopyField label={t('people.link')} value={invitation.url} />
            <Note tone="warn" icon={IconAlertTriangle}>
              {t('people.linkOnce', { at: dateTime(invitation.expiresAt) })}
            </Note>
            <div className="actions">
              <Button onClick={onClose}>{t('form.done')}</Button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  )
}

import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { numbersQuery } from '../api/queries.ts'
import type { PhoneNumber } from '../api/types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

/** Asked for, unlike other changes: who calls a removed number hears nobody. */
export const RemoveDialog = ({ number, onClose }: { number: PhoneNumber; onClose: () => void }) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const removal = useSend({
    run: () => ask<unknown>('DELETE', `/api/numbers/${encodeURIComponent(number.number)}`),
    onDone: () => {
      void queryClient.invalidateQueries({ queryKey: numbersQuery.queryKey })
      void notify(t('numbers.removed'))
      onClose()
    },
  })
  return (
    <Dialog title={t('numbers.removeOf', { number: groupNumber(number.number) })} onClose={onClose}>
      <div className="stack">
        <p>{t('numbers.removeWhy')}</p>
        {removal.fault ? <Fault error={removal.fault} /> : null}
        <div className="actions">
          <Button variant="filled" color="bad" loading={removal.isSending} onClick={() => removal.send(undefined)}>
            {t('numbers.remove')}
          </Button>
          <Button data-autofocus onClick={onClose}>
            {t('form.cancel')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

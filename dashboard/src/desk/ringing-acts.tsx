import { Button } from '@mantine/core'
import { IconPhone } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { DeskCall } from '../api/desk-types.ts'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { pickUp } from './own-leg.ts'

/** The bar at the top rings on every page and has the key A; this is the same button beside the record. */
export const RingingActs = ({ call }: { call: DeskCall }) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const answer = useSend({ run: () => pickUp(call.legSid), onDone: () => void queryClient.invalidateQueries({ queryKey: ['desk'] }) })
  if (!call.isPhoneInPage) return <p className="muted small">{t('desk.ringsOutside')}</p>
  return (
    <>
      {answer.fault ? <Fault error={answer.fault} /> : null}
      <Button
        color="ok"
        variant="filled"
        fullWidth
        leftSection={<IconPhone size={16} aria-hidden />}
        loading={answer.isSending}
        onClick={() => answer.send(undefined)}
      >
        {t('ring.answer')}
      </Button>
    </>
  )
}

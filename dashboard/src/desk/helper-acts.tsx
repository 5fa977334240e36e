import { Button } from '@mantine/core'
import { IconEar, IconMessage, IconPhoneOff, IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { RoomMember } from '../api/desk-types.ts'
import { Fault } from '../ui/states.tsx'
import { useActs } from './use-acts.ts'

const WAYS = [
  { act: 'listen', mode: 'listen', icon: IconEar },
  { act: 'whisper', mode: 'whisper', icon: IconMessage },
  { act: 'join', mode: 'talk', icon: IconUsers },
] as const

/** How a supervisor is on a colleague's call: he hears all, is heard by the agent alone, or by all. */
export const HelperActs = ({ callSid, mode }: { callSid: string; mode: RoomMember['mode'] | null }) => {
  const { t } = useTranslation()
  const acts = useActs(callSid)
  return (
    <div className="stack tight">
      {acts.fault ? <Fault error={acts.fault} /> : null}
      <div className="actions">
        {WAYS.map(({ act, mode: its, icon: Icon }) => (
          <Button
            key={act}
            size="xs"
            {...(mode === its ? { variant: 'filled' } : {})}
            aria-pressed={mode === its}
            leftSection={<Icon size={15} aria-hidden />}
            loading={acts.isSending}
            onClick={() => acts.send({ act })}
          >
            {t(`desk.help.${act}`)}
          </Button>
        ))}
        {mode === null ? null : (
          <Button
            size="xs"
            color="bad"
            variant="filled"
            leftSection={<IconPhoneOff size={15} aria-hidden />}
            loading={acts.isSending}
            onClick={() => acts.send({ act: 'leave' })}
          >
            {t('desk.help.leave')}
          </Button>
        )}
      </div>
    </div>
  )
}

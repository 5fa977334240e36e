import { IconPhoneCall, IconPhoneIncoming, IconPhoneOff, IconPlayerPause } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DeskCall } from '../api/desk-types.ts'
import { Pill } from '../ui/pieces.tsx'

const LOOKS = {
  ringing: { tone: 'accent', icon: IconPhoneIncoming },
  talking: { tone: 'ok', icon: IconPhoneCall },
  held: { tone: 'warn', icon: IconPlayerPause },
  over: { tone: 'plain', icon: IconPhoneOff },
} as const

export const CallStatePill = ({ call }: { call: Pick<DeskCall, 'state' | 'isHeld'> | undefined }) => {
  const { t } = useTranslation()
  const state = call === undefined ? 'over' : call.state === 'talking' && call.isHeld ? 'held' : call.state
  return <Pill {...LOOKS[state]}>{t(`desk.states.${state}`)}</Pill>
}

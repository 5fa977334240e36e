import {
  IconAlertTriangle,
  IconChecks,
  IconLoader2,
  IconPhoneCheck,
  IconPhoneOff,
  IconPhoneOutgoing,
  IconRecordMail,
  type TablerIcon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Outcome } from '../api/types.ts'
import { Pill, type Tone } from '../ui/pieces.tsx'

const LOOKS: Record<Outcome, { tone: Tone; icon: TablerIcon }> = {
  answered: { tone: 'ok', icon: IconPhoneCheck },
  callback: { tone: 'accent', icon: IconPhoneOutgoing },
  voicemail: { tone: 'day', icon: IconRecordMail },
  'self-served': { tone: 'ok', icon: IconChecks },
  abandoned: { tone: 'warn', icon: IconPhoneOff },
  failed: { tone: 'bad', icon: IconAlertTriangle },
  'turned-away': { tone: 'warn', icon: IconPhoneOff },
}

/** Null: the call goes on. */
export const OutcomePill = ({ outcome }: { outcome: Outcome | null }) => {
  const { t } = useTranslation()
  if (outcome === null)
    return (
      <Pill tone="accent" icon={IconLoader2}>
        {t('outcomes.open')}
      </Pill>
    )
  const { tone, icon } = LOOKS[outcome]
  return (
    <span title={t(`outcomeWords.${outcome}`)}>
      <Pill tone={tone} icon={icon}>
        {t(`outcomes.${outcome}`)}
      </Pill>
    </span>
  )
}

import { IconCloudCheck, IconCloudOff, IconCloudUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../format/use-format.ts'
import { useTicking } from '../format/use-ticking.ts'
import type { Form } from './use-form.ts'

const JUST = 1_000

/** Where that is which was typed. */
export const SaveState = ({ form: { phase, savedAt } }: { form: Form }) => {
  const { t } = useTranslation()
  const { distance } = useFormat()
  const now = useTicking(savedAt !== null)
  if (phase === 'kept' || phase === 'clash')
    return (
      <span className="save-state is-kept small">
        <IconCloudOff size={15} aria-hidden className="icon" />
        {t('desk.save.kept')}
      </span>
    )
  if (phase === 'waiting' || phase === 'saving')
    return (
      <span className="save-state small">
        <IconCloudUp size={15} aria-hidden className="icon" />
        {t('desk.save.saving')}
      </span>
    )
  if (savedAt === null) return null
  return (
    <span className="save-state small">
      <IconCloudCheck size={15} aria-hidden className="icon" />
      {now - savedAt < JUST ? t('desk.save.now') : t('desk.save.saved', { distance: distance(now - savedAt) })}
    </span>
  )
}

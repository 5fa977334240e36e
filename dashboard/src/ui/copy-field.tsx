import { Button, TextInput } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** Something shown once: selected by one click, copied by another. */
export const CopyField = ({ label, value }: { label: string; value: string }) => {
  const { t } = useTranslation()
  const clipboard = useClipboard({ timeout: 3000 })
  const Icon = clipboard.copied ? IconCheck : IconCopy
  return (
    <div className="row" style={{ alignItems: 'flex-end', flexWrap: 'nowrap' }}>
      <TextInput className="grow" label={label} value={value} readOnly onFocus={(event) => event.currentTarget.select()} />
      <Button variant="filled" leftSection={<Icon size={16} aria-hidden />} onClick={() => clipboard.copy(value)} aria-live="polite">
        {t(clipboard.copied ? 'form.copied' : 'form.copy')}
      </Button>
    </div>
  )
}

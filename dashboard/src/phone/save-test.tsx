import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { askText } from '../api/http.ts'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

/** The call as a transcript, which `nightline flows test` replays. */
export const SaveTest = ({ sid }: { sid: string }) => {
  const { t } = useTranslation()
  const saving = useSend({
    run: () => askText(`/api/calls/${encodeURIComponent(sid)}/transcript`),
    onDone: (text) => keepFile(text, `call-${sid.slice(-8)}.yaml`),
  })
  return (
    <div className="stack tight">
      <div className="actions">
        <Button leftSection={<IconDownload size={16} aria-hidden />} loading={saving.isSending} onClick={() => saving.send(undefined)}>
          {t('phoneLog.saveTest')}
        </Button>
      </div>
      <p className="muted small">{t('phoneLog.saveTestWhy')}</p>
      {saving.fault ? <Fault error={saving.fault} /> : null}
    </div>
  )
}

const keepFile = (text: string, name: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  // Firefox reads it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

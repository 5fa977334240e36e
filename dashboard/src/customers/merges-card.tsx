import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Merge } from '../api/case-types.ts'
import { useFormat } from '../format/use-format.ts'
import { Card, Pill } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useCustomerSend } from './use-customer-send.ts'

/** Records that became this one; each can be put back. */
export const MergesCard = ({ merges }: { merges: readonly Merge[] }) => {
  const { t } = useTranslation()
  if (merges.length === 0) return null
  return (
    <Card title={t('customerWork.merge.title')}>
      <ul className="lines">
        {merges.map((merge) => (
          <MergeLine key={merge.id} merge={merge} />
        ))}
      </ul>
    </Card>
  )
}

const MergeLine = ({ merge }: { merge: Merge }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  const undoing = useCustomerSend<undefined>({ path: `/api/merges/${merge.id}/undo`, said: t('customerWork.merge.undone') })
  return (
    <li>
      <span className="stack tight grow">
        <span className="strong">{t('customerWork.merge.line', { gone: merge.gone.name, kept: merge.kept.name })}</span>
        <span className="muted small">{[merge.by?.name, dateTime(merge.at), merge.reason].filter(Boolean).join(' · ')}</span>
        {undoing.fault ? <Fault error={undoing.fault} /> : null}
      </span>
      {merge.undoneAt === null ? (
        <Button
          size="xs"
          loading={undoing.isSending}
          onClick={() => undoing.send(undefined)}
          aria-label={t('customerWork.merge.undoOf', { gone: merge.gone.name, kept: merge.kept.name })}
        >
          {t('customerWork.merge.undo')}
        </Button>
      ) : (
        <Pill>{t('customerWork.merge.undoneAt', { at: dateTime(merge.undoneAt) })}</Pill>
      )}
    </li>
  )
}

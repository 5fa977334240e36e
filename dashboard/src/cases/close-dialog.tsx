import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { CaseDetail, CaseMove } from '../api/case-types.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Fault } from '../ui/states.tsx'
import { casePath, useCaseSend } from './use-case-send.ts'

const REASONS = ['withdrawn', 'duplicate', 'unreachable'] as const
type Values = { reason: '' | (typeof REASONS)[number]; joinTo: string; note: string }

/** Without a solution there are three ways to end a case, and no other. */
export const CloseDialog = ({ one, onClose }: { one: CaseDetail; onClose: () => void }) => {
  const { t } = useTranslation()
  const form = useForm<Values>({
    initialValues: { reason: '', joinTo: '', note: '' },
    validate: {
      reason: (reason) => (reason === '' ? t('form.required') : null),
      joinTo: (number, { reason }) => (reason === 'duplicate' && number.trim() === '' ? t('form.required') : null),
    },
  })
  const sending = useCaseSend<CaseMove>({ path: casePath(one.number, '/moves'), form, onDone: onClose, said: t('caseWork.moves.done.close') })
  const close = form.onSubmit(({ reason, joinTo, note }) => {
    if (reason !== '') sending.send({ move: 'close', reason, note, ...(reason === 'duplicate' ? { joinTo: joinTo.trim() } : {}) })
  })
  const { reason } = form.values
  return (
    <Dialog title={t('caseWork.moves.names.close')} onClose={onClose}>
      <form className="stack" onSubmit={close} noValidate>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <NativeSelect
          label={t('caseWork.moves.reason')}
          description={reason === '' ? undefined : t(`caseWork.close.why.${reason}`)}
          data={[{ value: '', label: t('form.choose') }, ...REASONS.map((value) => ({ value, label: t(`caseWork.close.reasons.${value}`) }))]}
          {...form.getInputProps('reason')}
        />
        {reason === 'duplicate' ? <TextInput label={t('caseWork.close.joinTo')} inputMode="numeric" maxLength={20} {...form.getInputProps('joinTo')} /> : null}
        <Textarea label={t('caseWork.close.note')} rows={2} maxLength={1000} {...form.getInputProps('note')} />
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending}>
            {t('caseWork.moves.names.close')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

import { Button, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { CaseDetail, CaseMove } from '../api/case-types.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Fault } from '../ui/states.tsx'
import { casePath, useCaseSend } from './use-case-send.ts'

type Props = { one: CaseDetail; move: 'passUp' | 'takeOver' | 'reopen'; onClose: () => void }

/** A move that needs nothing but its reason. */
export const ReasonDialog = ({ one, move, onClose }: Props) => {
  const { t } = useTranslation()
  const form = useForm({ initialValues: { reason: '' }, validate: { reason: (reason) => (reason.trim() === '' ? t('form.required') : null) } })
  const sending = useCaseSend<CaseMove>({ path: casePath(one.number, '/moves'), form, onDone: onClose, said: t(`caseWork.moves.done.${move}`) })
  return (
    <Dialog title={t(`caseWork.moves.names.${move}`)} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit(({ reason }) => sending.send({ move, reason }))} noValidate>
        <p className="muted">{t(`caseWork.moves.why.${move}`)}</p>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <Textarea label={t('caseWork.moves.reason')} rows={3} maxLength={1000} data-autofocus {...form.getInputProps('reason')} />
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending}>
            {t(`caseWork.moves.names.${move}`)}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

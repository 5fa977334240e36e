import { Button, Switch, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { CaseDetail, CaseMove } from '../api/case-types.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Fault } from '../ui/states.tsx'
import { casePath, useCaseSend } from './use-case-send.ts'

type Values = { solution: string; satisfiedBy: string; isOnSpot: boolean; spotReason: string }

export const SolveDialog = ({ one, onClose }: { one: CaseDetail; onClose: () => void }) => {
  const { t } = useTranslation()
  const required = (value: string) => (value.trim() === '' ? t('form.required') : null)
  const form = useForm<Values>({
    initialValues: { solution: '', satisfiedBy: '', isOnSpot: false, spotReason: '' },
    validate: { solution: required, satisfiedBy: required, spotReason: (reason, { isOnSpot }) => (isOnSpot ? required(reason) : null) },
  })
  const sending = useCaseSend<CaseMove>({ path: casePath(one.number, '/moves'), form, onDone: onClose, said: t('caseWork.moves.done.solve') })
  const solve = form.onSubmit(({ solution, satisfiedBy, isOnSpot, spotReason }) =>
    sending.send({ move: 'solve', solution, satisfiedBy, ...(isOnSpot ? { spotReason } : {}) }),
  )
  return (
    <Dialog title={t('caseWork.moves.names.solve')} onClose={onClose}>
      <form className="stack" onSubmit={solve} noValidate>
        <p className="muted">{t('caseWork.moves.why.solve')}</p>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <Textarea label={t('caseWork.solve.solution')} rows={3} maxLength={4000} data-autofocus {...form.getInputProps('solution')} />
        <Textarea
          label={t('caseWork.solve.satisfiedBy')}
          description={t('caseWork.solve.satisfiedByWhy')}
          rows={2}
          maxLength={1000}
          {...form.getInputProps('satisfiedBy')}
        />
        <Switch label={t('caseWork.solve.onSpot')} {...form.getInputProps('isOnSpot', { type: 'checkbox' })} />
        {form.values.isOnSpot ? <Textarea label={t('caseWork.solve.spotReason')} rows={2} maxLength={1000} {...form.getInputProps('spotReason')} /> : null}
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending}>
            {t('caseWork.moves.names.solve')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

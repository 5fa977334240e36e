import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CaseDetail, CaseMove } from '../api/case-types.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Fault } from '../ui/states.tsx'
import { casePath, useCaseSend } from './use-case-send.ts'

type Asked = { name: string; question: string; fault: 'ours' | 'new' }

/** Asks for what is missing; the case stays where it is. What intake should have asked counts against it. */
export const AskFactsDialog = ({ one, onClose }: { one: CaseDetail; onClose: () => void }) => {
  const { t } = useTranslation()
  const open = one.checklist.filter(({ value }) => value === null)
  const fresh = (number: number): Asked => ({ name: `question${number}`, question: '', fault: 'new' })
  const first: Asked[] = open.length > 0 ? open.slice(0, 1).map(({ name, question }) => ({ name, question, fault: 'ours' })) : [fresh(1)]
  const form = useForm<{ missing: Asked[] }>({
    initialValues: { missing: first },
    validate: { missing: { question: (question) => (question.trim() === '' ? t('form.required') : null) } },
  })
  const sending = useCaseSend<CaseMove>({ path: casePath(one.number, '/moves'), form, onDone: onClose, said: t('caseWork.moves.done.askFacts') })
  const choose = (index: number, name: string) => {
    const item = open.find((known) => known.name === name)
    form.setFieldValue(`missing.${index}`, item ? { name, question: item.question, fault: 'ours' } : fresh(one.missing.length + index + 1))
  }
  return (
    <Dialog title={t('caseWork.moves.names.askFacts')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit(({ missing }) => sending.send({ move: 'askFacts', missing }))} noValidate>
        <p className="muted">{t('caseWork.moves.why.askFacts')}</p>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        {form.values.missing.map((asked, index) => (
          <fieldset key={index} className="asked stack">
            <legend className="small strong">{t('caseWork.ask.number', { number: index + 1 })}</legend>
            {open.length > 0 ? (
              <NativeSelect
                label={t('caseWork.ask.which')}
                value={open.some(({ name }) => name === asked.name) ? asked.name : ''}
                onChange={(event) => choose(index, event.currentTarget.value)}
                data={[...open.map(({ name, question }) => ({ value: name, label: question })), { value: '', label: t('caseWork.ask.other') }]}
              />
            ) : null}
            <Textarea label={t('caseWork.ask.question')} rows={2} maxLength={500} {...form.getInputProps(`missing.${index}.question`)} />
            <NativeSelect
              label={t('caseWork.ask.fault')}
              data={(['ours', 'new'] as const).map((value) => ({ value, label: t(`caseWork.ask.faults.${value}`) }))}
              {...form.getInputProps(`missing.${index}.fault`)}
            />
            {form.values.missing.length > 1 ? (
              <div className="actions">
                <Button size="xs" leftSection={<IconTrash size={14} aria-hidden />} onClick={() => form.removeListItem('missing', index)}>
                  {t('caseWork.ask.remove')}
                </Button>
              </div>
            ) : null}
          </fieldset>
        ))}
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending}>
            {t('caseWork.moves.names.askFacts')}
          </Button>
          {form.values.missing.length < 20 ? (
            <Button
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => form.insertListItem('missing', fresh(one.missing.length + form.values.missing.length + 1))}
            >
              {t('caseWork.ask.more')}
            </Button>
          ) : null}
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

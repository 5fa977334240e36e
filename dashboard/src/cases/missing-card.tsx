import { Button, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseDetail } from '../api/case-types.ts'
import { useFormat } from '../format/use-format.ts'
import { Card, Pill } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useCaseSend } from './use-case-send.ts'

/** Facts that somebody further up has asked for, and their answers. */
export const MissingCard = ({ one }: { one: CaseDetail }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  if (one.missing.length === 0) return null
  return (
    <Card title={t('caseWork.missing.title')}>
      <ul className="lines">
        {one.missing.map((fact) => (
          <li key={fact.id}>
            <span className="stack tight grow">
              <span className="strong">{fact.question}</span>
              <span className="muted small">{t('caseWork.missing.asked', { name: fact.askedBy.name, at: dateTime(fact.askedAt) })}</span>
              {fact.answer === null ? null : <span className="as-written">{fact.answer}</span>}
              {fact.answer === null && one.status === 'open' ? <AnswerForm path={`/api/missing-facts/${fact.id}/answer`} label={fact.question} /> : null}
            </span>
            <span className="row">
              <Pill tone={fact.fault === 'ours' ? 'warn' : 'plain'}>{t(`caseWork.ask.faultNames.${fact.fault}`)}</Pill>
              <Pill tone={fact.answer === null ? 'warn' : 'ok'}>{t(fact.answer === null ? 'caseWork.missing.open' : 'caseWork.missing.answered')}</Pill>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** One answer to one question, behind a button. */
export const AnswerForm = ({ path, label }: { path: string; label: string }) => {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const form = useForm({ initialValues: { answer: '' }, validate: { answer: (answer) => (answer.trim() === '' ? t('form.required') : null) } })
  const sending = useCaseSend<{ answer: string }>({ path, form })
  if (!isOpen)
    return (
      <div className="actions">
        <Button size="xs" onClick={() => setOpen(true)} aria-label={t('caseWork.missing.answerOf', { question: label })}>
          {t('caseWork.missing.answer')}
        </Button>
      </div>
    )
  return (
    <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
      {sending.fault ? <Fault error={sending.fault} /> : null}
      <Textarea label={t('caseWork.missing.answer')} rows={2} maxLength={4000} {...form.getInputProps('answer')} />
      <div className="actions">
        <Button type="submit" size="xs" variant="filled" loading={sending.isSending}>
          {t('form.save')}
        </Button>
        <Button size="xs" onClick={() => setOpen(false)}>
          {t('form.cancel')}
        </Button>
      </div>
    </form>
  )
}

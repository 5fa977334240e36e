import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { departmentsQuery } from '../api/case-queries.ts'
import type { CaseDetail } from '../api/case-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Card, Pill } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { clockOf } from './due-words.ts'
import { AnswerForm } from './missing-card.tsx'
import { casePath, useCaseSend } from './use-case-send.ts'

type SubTask = CaseDetail['subTasks'][number]

/** What other departments are asked for, each by its own agreed time; the case keeps its owner. */
export const SubTasksCard = ({ one }: { one: CaseDetail }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  const [isAdding, setAdding] = useState(false)
  const isOpen = one.status === 'open'
  if (!isOpen && one.subTasks.length === 0) return null
  return (
    <Card
      title={t('caseWork.subTasks.title')}
      aside={
        isOpen ? (
          <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setAdding(true)}>
            {t('caseWork.subTasks.add')}
          </Button>
        ) : null
      }
    >
      {one.subTasks.length === 0 ? <p className="muted">{t('caseWork.subTasks.none')}</p> : null}
      <ul className="lines">
        {one.subTasks.map((task) => (
          <li key={task.id}>
            <span className="stack tight grow">
              <span className="strong">{task.department.name}</span>
              <span className="as-written">{task.text}</span>
              <span className="muted small">{t('caseWork.missing.asked', { name: task.askedBy.name, at: dateTime(task.askedAt) })}</span>
              {task.answer === null ? null : <blockquote className="said ours">{task.answer}</blockquote>}
              {task.answer === null && isOpen ? <AnswerForm path={`/api/sub-tasks/${task.id}/answer`} label={task.text} /> : null}
            </span>
            <TaskPill task={task} />
          </li>
        ))}
      </ul>
      {isAdding ? <SubTaskDialog one={one} onClose={() => setAdding(false)} /> : null}
    </Card>
  )
}

const TaskPill = ({ task }: { task: SubTask }) => {
  const { t } = useTranslation()
  const now = useNow(30_000)
  if (task.answeredAt !== null) return <Pill tone="ok">{t('caseWork.missing.answered')}</Pill>
  const left = Date.parse(task.dueAt) - now
  return <Pill tone={left <= 0 ? 'bad' : 'plain'}>{t(left <= 0 ? 'caseWork.clock.late' : 'caseWork.clock.due', { clock: clockOf(left) })}</Pill>
}

const SubTaskDialog = ({ one, onClose }: { one: CaseDetail; onClose: () => void }) => {
  const { t } = useTranslation()
  const departments = (useQuery(departmentsQuery).data ?? []).filter(({ isActive }) => isActive)
  const required = (value: string) => (value.trim() === '' ? t('form.required') : null)
  const form = useForm({ initialValues: { departmentId: '', text: '' }, validate: { departmentId: required, text: required } })
  const sending = useCaseSend<{ departmentId: string; text: string }>({ path: casePath(one.number, '/subtasks'), form, onDone: onClose })
  return (
    <Dialog title={t('caseWork.subTasks.add')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
        <p className="muted">{t('caseWork.subTasks.why')}</p>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <NativeSelect
          label={t('caseWork.subTasks.department')}
          data={[{ value: '', label: t('form.choose') }, ...departments.map(({ id, name }) => ({ value: id, label: name }))]}
          {...form.getInputProps('departmentId')}
        />
        <Textarea label={t('caseWork.subTasks.text')} rows={3} maxLength={4000} {...form.getInputProps('text')} />
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending}>
            {t('caseWork.subTasks.add')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

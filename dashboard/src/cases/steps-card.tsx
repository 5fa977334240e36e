import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseChange, CaseDetail } from '../api/case-types.ts'
import { useFormat } from '../format/use-format.ts'
import { Card, Pill } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { casePath, useCaseSend } from './use-case-send.ts'

/** The front line's two steps: what the customer said and was told, and what was gathered. */
export const StepsCard = ({ one }: { one: CaseDetail }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  return (
    <>
      <Card
        title={t('caseWork.steps.acknowledge')}
        aside={
          one.acknowledgedAt === null ? (
            <Pill tone={one.status === 'open' ? 'warn' : 'plain'} icon={IconCircleDashed}>
              {t('caseWork.steps.notYet')}
            </Pill>
          ) : (
            <Pill tone="ok" icon={IconCircleCheck}>
              {dateTime(one.acknowledgedAt)}
            </Pill>
          )
        }
      >
        {one.acknowledgedAt === null && one.status === 'open' ? <AcknowledgeForm one={one} /> : <Said one={one} />}
      </Card>
      <Gathered one={one} />
    </>
  )
}

const Said = ({ one }: { one: CaseDetail }) => {
  const { t } = useTranslation()
  if (one.words === '' && one.acknowledgement === null) return <p className="muted">{t('caseWork.steps.nothingSaid')}</p>
  return (
    <div className="stack">
      {one.words === '' ? null : (
        <div>
          <p className="dim small">{t('caseWork.steps.words')}</p>
          <blockquote className="said">{one.words}</blockquote>
        </div>
      )}
      {one.acknowledgement === null ? null : (
        <div>
          <p className="dim small">{t('caseWork.steps.told')}</p>
          <blockquote className="said ours">{one.acknowledgement}</blockquote>
        </div>
      )}
    </div>
  )
}

const AcknowledgeForm = ({ one }: { one: CaseDetail }) => {
  const { t } = useTranslation()
  const required = (value: string) => (value.trim() === '' ? t('form.required') : null)
  const form = useForm({ initialValues: { words: one.words, acknowledgement: '' }, validate: { words: required, acknowledgement: required } })
  const sending = useCaseSend<{ words: string; acknowledgement: string }>({ path: casePath(one.number, '/acknowledgement'), form })
  return (
    <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
      {sending.fault ? <Fault error={sending.fault} /> : null}
      <Textarea label={t('caseWork.steps.words')} description={t('caseWork.steps.wordsWhy')} rows={3} maxLength={4000} {...form.getInputProps('words')} />
      <Textarea
        label={t('caseWork.steps.told')}
        description={t('caseWork.steps.toldWhy')}
        rows={2}
        maxLength={4000}
        {...form.getInputProps('acknowledgement')}
      />
      <div className="actions">
        <Button type="submit" variant="filled" loading={sending.isSending}>
          {t('caseWork.steps.acknowledgeIt')}
        </Button>
      </div>
    </form>
  )
}

const Gathered = ({ one }: { one: CaseDetail }) => {
  const { t } = useTranslation()
  const [isEditing, setEditing] = useState(false)
  const asked = new Set(one.checklist.map(({ name }) => name))
  const questions = new Map(one.missing.map(({ name, question }) => [name, question]))
  const others = Object.entries(one.facts).filter(([name, value]) => !asked.has(name) && value !== '')
  const isOpen = one.status === 'open'
  return (
    <Card
      title={t('caseWork.steps.gather')}
      aside={
        <span className="row">
          {one.completeness === null ? null : (
            <Pill tone={one.completeness === 100 ? 'ok' : 'warn'}>{t('caseWork.steps.complete', { percent: one.completeness })}</Pill>
          )}
          {isOpen && one.checklist.length > 0 && !isEditing ? (
            <Button size="xs" onClick={() => setEditing(true)}>
              {t('caseWork.steps.edit')}
            </Button>
          ) : null}
        </span>
      }
    >
      {isEditing ? (
        <FactsForm one={one} onClose={() => setEditing(false)} />
      ) : (
        <>
          {one.checklist.length === 0 && others.length === 0 ? <p className="muted">{t('cases.noFacts')}</p> : null}
          <dl className="facts">
            {one.checklist.map((item) => (
              <div key={item.name}>
                <dt>{item.question}</dt>
                <dd>{item.value ?? <Missing isRequired={item.isRequired && isOpen} />}</dd>
              </div>
            ))}
            {others.map(([name, value]) => (
              <div key={name}>
                <dt>{questions.get(name) ?? name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Card>
  )
}

const Missing = ({ isRequired }: { isRequired: boolean }) => {
  const { t } = useTranslation()
  return isRequired ? <Pill tone="bad">{t('caseWork.steps.missing')}</Pill> : <span className="dim">{t('caseWork.steps.notAsked')}</span>
}

const FactsForm = ({ one, onClose }: { one: CaseDetail; onClose: () => void }) => {
  const { t } = useTranslation()
  const [values, setValues] = useState(() => Object.fromEntries(one.checklist.map(({ name, value }) => [name, value ?? ''])))
  const sending = useCaseSend<CaseChange>({ method: 'PATCH', path: casePath(one.number), onDone: onClose })
  const set = (name: string) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget
    setValues((current) => ({ ...current, [name]: value }))
  }
  // Only what is new or another: somebody else may be filling in the rest.
  const changed = () => Object.fromEntries(one.checklist.flatMap(({ name, value }) => (values[name] === (value ?? '') ? [] : [[name, values[name] ?? '']])))
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        sending.send({ facts: changed() })
      }}
    >
      {sending.fault ? <Fault error={sending.fault} /> : null}
      {one.checklist.map((item) =>
        item.choices === null ? (
          <TextInput key={item.name} label={item.question} withAsterisk={item.isRequired} value={values[item.name]} onChange={set(item.name)} />
        ) : (
          <NativeSelect
            key={item.name}
            label={item.question}
            withAsterisk={item.isRequired}
            value={values[item.name]}
            onChange={set(item.name)}
            data={[{ value: '', label: t('form.choose') }, ...item.choices]}
          />
        ),
      )}
      <div className="actions">
        <Button type="submit" variant="filled" loading={sending.isSending}>
          {t('form.save')}
        </Button>
        <Button onClick={onClose}>{t('form.cancel')}</Button>
      </div>
    </form>
  )
}

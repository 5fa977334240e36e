import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Severity } from '../api/case-types.ts'
import type { DeskForm } from '../api/desk-types.ts'
import { factField } from './draft.ts'
import { ReadyAnswers } from './ready-answers.tsx'
import { ScriptLines } from './script-lines.tsx'
import { scriptValues } from './script-values.ts'
import type { Form } from './use-form.ts'

const SEVERITIES: readonly Severity[] = ['low', 'normal', 'high', 'urgent']

/** Step 2: what the reason's checklist asks for, and nothing that is known already. */
export const GatherStep = ({ form }: { form: Form }) => {
  const { draft } = form
  const { checklist, script, answers } = form.form
  const known = checklist.filter(({ name, value }) => value !== null && value !== '' && draft.body.facts[name] === undefined)
  return (
    <>
      <ScriptLines script={script} step="gather" values={scriptValues(draft, checklist, null)} />
      {draft.caseNumber === null ? <About form={form} /> : null}
      {known.length > 0 ? <Known items={known} onChange={form.writeFact} /> : null}
      {checklist
        .filter((item) => !known.includes(item))
        .map((item) => (
          <Ask
            key={item.name}
            item={item}
            value={draft.body.facts[item.name] ?? ''}
            isMissing={form.missing.includes(factField(item.name))}
            onChange={form.writeFact}
          />
        ))}
      <ReadyAnswers answers={answers} form={form} />
    </>
  )
}

/** Of a new case: a line for the lists, and how urgent it is. */
const About = ({ form }: { form: Form }) => {
  const { t } = useTranslation()
  const { body } = form.draft
  return (
    <div className="form-pair">
      <TextInput label={t('desk.form.subject')} maxLength={200} value={body.title} onChange={(event) => form.write({ title: event.currentTarget.value })} />
      <NativeSelect
        label={t('cases.severity')}
        value={body.severity}
        onChange={(event) => form.write({ severity: SEVERITIES.find((known) => known === event.currentTarget.value) ?? 'normal' })}
        data={SEVERITIES.map((value) => ({ value, label: t(`cases.severities.${value}`) }))}
      />
    </div>
  )
}

type Item = DeskForm['checklist'][number]
type OnChange = (name: string, value: string) => void

const Known = ({ items, onChange }: { items: readonly Item[]; onChange: OnChange }) => {
  const { t } = useTranslation()
  return (
    <div className="known">
      <p className="muted small">{t('desk.form.known')}</p>
      <ul className="lines">
        {items.map(({ name, question, value }) => (
          <li key={name}>
            <span className="stack tight">
              <span className="muted small">{question}</span>
              <span>{value}</span>
            </span>
            <Button size="xs" variant="subtle" onClick={() => onChange(name, value ?? '')} aria-label={t('desk.form.changeOf', { question })}>
              {t('desk.form.change')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

const MOST_BUTTONS = 4

type AskProps = { item: Item; value: string; isMissing: boolean; onChange: OnChange }

const Ask = ({ item: { name, question, isRequired, choices }, value, isMissing, onChange }: AskProps) => {
  const { t } = useTranslation()
  const error = isMissing ? t('desk.form.missing') : undefined
  if (choices === null)
    return (
      <Textarea
        label={question}
        withAsterisk={isRequired}
        autosize
        minRows={1}
        value={value}
        error={error}
        onChange={(event) => onChange(name, event.currentTarget.value)}
      />
    )
  if (choices.length > MOST_BUTTONS)
    return (
      <NativeSelect
        label={question}
        withAsterisk={isRequired}
        value={value}
        error={error}
        onChange={(event) => onChange(name, event.currentTarget.value)}
        data={[{ value: '', label: t('form.choose') }, ...choices]}
      />
    )
  return (
    <fieldset className="choices" aria-invalid={isMissing}>
      <legend>
        {question}{' '}
        {isRequired ? (
          <span className="asterisk" aria-hidden>
            *
          </span>
        ) : null}
      </legend>
      <div className="row">
        {choices.map((choice) => (
          <label key={choice} className="choice">
            <input type="radio" name={`fact ${name}`} checked={value === choice} onChange={() => onChange(name, choice)} />
            {choice}
          </label>
        ))}
      </div>
      {error ? <p className="field-fault">{error}</p> : null}
    </fieldset>
  )
}

import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DeskForm } from '../api/desk-types.ts'
import { ask } from '../api/http.ts'
import { withAnswer } from './say.ts'
import type { Form } from './use-form.ts'

/** How often an answer is given says which are worth having; a count that is lost must not hold up a talk. */
const noteUse = ({ draft, form }: Form, key: string): void => {
  const path = `/api/rules/reason/${encodeURIComponent(draft.body.reason)}/answers/${encodeURIComponent(key)}/uses`
  ask('POST', path, { body: { callSid: form.callSid } }).catch(() => undefined)
}

/** Answers that somebody has thought about already: said in one click, into what the caller was told, or into the solution. */
export const ReadyAnswers = ({ answers, form }: { answers: DeskForm['answers']; form: Form }) => {
  const { t } = useTranslation()
  if (answers.length === 0) return null
  const field = form.then === 'solve' ? 'solution' : 'acknowledgement'
  return (
    <details className="answers">
      <summary>{t('desk.form.answers', { count: answers.length })}</summary>
      <ul className="lines">
        {answers.map(({ key, question, answer }) => (
          <li key={key}>
            <span className="stack tight grow">
              <span className="strong">{question}</span>
              <span className="muted">{answer}</span>
            </span>
            <Button
              size="xs"
              onClick={() => {
                form.write({ [field]: withAnswer(form.draft.body[field], answer) })
                noteUse(form, key)
              }}
              aria-label={t('desk.form.insertOf', { question })}
            >
              {t('desk.form.insert')}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  )
}

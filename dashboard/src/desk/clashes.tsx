import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Note } from '../ui/pieces.tsx'
import type { Form } from './use-form.ts'

/** Another window wrote into the same field. Both texts are there until somebody chooses. */
export const Clashes = ({ form }: { form: Form }) => {
  const { t, i18n } = useTranslation()
  if (form.clashes.length === 0) return null
  const nameOf = (field: string): string => {
    const fact = form.form.checklist.find(({ name }) => field === `facts.${name}`)
    if (fact) return fact.question
    return i18n.exists(`desk.form.fields.${field}`) ? t(`desk.form.fields.${field}`) : field
  }
  return (
    <div role="alert">
      <Note tone="warn" icon={IconAlertTriangle}>
        <p className="strong">{t('desk.clash.title')}</p>
        <ul className="lines">
          {form.clashes.map(({ field, theirs }) => (
            <li key={field}>
              <span className="stack tight grow">
                <span className="muted small">{nameOf(field)}</span>
                <span>{theirs === '' ? t('desk.clash.empty') : theirs}</span>
              </span>
              <span className="actions">
                <Button size="xs" onClick={() => form.choose(field, true)}>
                  {t('desk.clash.theirs')}
                </Button>
                <Button size="xs" onClick={() => form.choose(field, false)}>
                  {t('desk.clash.mine')}
                </Button>
              </span>
            </li>
          ))}
        </ul>
      </Note>
    </div>
  )
}

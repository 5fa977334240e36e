import { Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { TemplateRule } from '../api/case-types.ts'

type Texts = Record<string, string>
const NAMES: Record<string, string> = { en: 'English', ru: 'Русский' }

/** A template, language by language; what is empty there is left out. */
export const TemplateForm = ({ body, isReadOnly, onChange }: { body: TemplateRule; isReadOnly: boolean; onChange: (body: TemplateRule) => void }) => {
  const { t } = useTranslation()
  const languages = [...new Set(['en', 'ru', ...Object.keys(body.title ?? {}), ...Object.keys(body.text ?? {})])]
  const set = (field: 'title' | 'subject' | 'text' | 'spoken', language: string, value: string) => {
    const { [language]: _, ...others }: Texts = body[field] ?? {}
    const texts: Texts = value === '' ? others : { ...others, [language]: value }
    const { spoken: __, ...rest } = body
    if (field === 'spoken') onChange(Object.keys(texts).length === 0 ? rest : { ...rest, spoken: texts })
    else onChange({ ...body, [field]: texts })
  }
  return (
    <div className="form-grid">
      {languages.map((language) => (
        <fieldset key={language} className="asked stack" lang={language}>
          <legend className="small strong">{NAMES[language] ?? language.toUpperCase()}</legend>
          <TextInput
            label={t('rules.template.title')}
            readOnly={isReadOnly}
            value={body.title?.[language] ?? ''}
            onChange={(event) => set('title', language, event.currentTarget.value)}
          />
          <TextInput
            label={t('rules.template.subject')}
            readOnly={isReadOnly}
            value={body.subject?.[language] ?? ''}
            onChange={(event) => set('subject', language, event.currentTarget.value)}
          />
          <Textarea
            label={t('rules.template.text')}
            description={t('rules.template.textWhy', { open: '{{', close: '}}' })}
            rows={5}
            readOnly={isReadOnly}
            value={body.text?.[language] ?? ''}
            onChange={(event) => set('text', language, event.currentTarget.value)}
          />
          <Textarea
            label={t('rules.template.spoken')}
            description={t('rules.template.spokenWhy')}
            rows={3}
            readOnly={isReadOnly}
            value={body.spoken?.[language] ?? ''}
            onChange={(event) => set('spoken', language, event.currentTarget.value)}
          />
        </fieldset>
      ))}
    </div>
  )
}

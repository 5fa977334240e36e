import { useTranslation } from 'react-i18next'
import type { ReasonRule, TemplateRule } from '../api/case-types.ts'
import { blanksOf } from '../cases/blanks.ts'
import { FilledText } from '../cases/filled-text.tsx'
import { Pill } from '../ui/pieces.tsx'

/** An invented customer, so that one reads whole sentences. What is not in here shows as an empty blank. */
const SAMPLE: Record<string, Record<string, string>> = {
  en: {
    customer: 'Marta Nowak',
    number: '1 0 4 2 7',
    title: 'No hot water',
    words: 'the heating is cold since last night',
    by: 'by tomorrow at 2 PM',
    owner: 'Elif Kaya',
    company: 'Havel Heating',
    solution: 'The valve was replaced.',
    state: 'in work',
    news: 'The part has come.',
    question: 'Which floor is it?',
  },
  ru: {
    customer: 'Марта Новак',
    number: '1 0 4 2 7',
    title: 'Нет горячей воды',
    words: 'отопление холодное со вчерашнего вечера',
    by: 'до завтра, 14:00',
    owner: 'Элиф Кая',
    company: 'Havel Heating',
    solution: 'Клапан заменён.',
    state: 'в работе',
    news: 'Деталь пришла.',
    question: 'Какой это этаж?',
  },
}
const sampleOf = (language: string): Record<string, string> => SAMPLE[language] ?? SAMPLE['en'] ?? {}

/** The template with a customer in it: what nobody has filled stands out. */
export const TemplateSample = ({ body }: { body: TemplateRule }) => {
  const { t } = useTranslation()
  return (
    <section className="stack" aria-label={t('rules.sample')}>
      <h3>{t('rules.sample')}</h3>
      <div className="form-grid">
        {Object.entries(body.text ?? {}).map(([language, text]) => (
          <div key={language} className="sample stack tight" lang={language}>
            <span>
              <Pill>{language.toUpperCase()}</Pill> <span className="dim small">{t('rules.letters', { count: [...text].length })}</span>
            </span>
            {body.subject?.[language] ? <FilledText text={body.subject[language]} values={sampleOf(language)} /> : null}
            <FilledText text={text} values={sampleOf(language)} />
            {body.spoken?.[language] ? (
              <>
                <span className="dim small">{t('rules.template.spoken')}</span>
                <FilledText text={body.spoken[language]} values={sampleOf(language)} />
              </>
            ) : null}
          </div>
        ))}
      </div>
      <p className="muted small">
        {t('rules.blanks', { names: blanksOf(...Object.values(body.text ?? {}), ...Object.values(body.subject ?? {})).join(', ') || '—' })}
      </p>
    </section>
  )
}

/** The script as it would be said, and the questions, in the language of the screen. */
export const ReasonSample = ({ body }: { body: ReasonRule }) => {
  const { t, i18n } = useTranslation()
  const inWords = (texts: Readonly<Record<string, string>> | undefined): string => texts?.[i18n.language] ?? texts?.['en'] ?? ''
  const values = sampleOf(i18n.language)
  const script = Array.isArray(body.script) ? body.script : []
  const asks = Array.isArray(body.asks) ? body.asks : []
  return (
    <section className="sample stack" aria-label={t('rules.sample')}>
      <h3>{t('rules.sample')}</h3>
      {script.map((line, index) => (
        <FilledText key={index} text={inWords(line.say)} values={values} />
      ))}
      <ul className="questions">
        {asks.map((ask, index) => (
          <li key={index}>
            {inWords(ask.question)} {ask.isRequired === false ? <Pill>{t('rules.optional')}</Pill> : null}
            {ask.choices ? <span className="muted small"> ({ask.choices.join(', ')})</span> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

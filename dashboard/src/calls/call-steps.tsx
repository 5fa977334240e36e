import { useTranslation } from 'react-i18next'
import type { CallStep } from '../api/types.ts'
import { formatOffset } from '../format/duration.ts'
import { useFormat } from '../format/use-format.ts'
import { stepWords } from './step-words.ts'

export const CallSteps = ({ steps, startedAt }: { steps: readonly CallStep[]; startedAt: string }) => {
  const { t } = useTranslation()
  if (steps.length === 0) return <p className="muted">{t('call.noSteps')}</p>
  return (
    <ol className="steps">
      {steps.map((step) => (
        <Step key={`${step.turn}.${step.n}`} step={step} startedAt={startedAt} />
      ))}
    </ol>
  )
}

const Step = ({ step, startedAt }: { step: CallStep; startedAt: string }) => {
  const { t, i18n } = useTranslation()
  const { seconds } = useFormat()
  const { key, values, quote, people, by } = stepWords(step)
  // A kind that a newer server writes is shown by its name rather than left out.
  const title = i18n.exists(`steps.${key}`, values) ? t(`steps.${key}`, values) : t('steps.other', { kind: key })
  return (
    <li>
      <time dateTime={step.at} title={seconds(step.at)}>
        {formatOffset(Date.parse(step.at) - Date.parse(startedAt), t('time.unit'))}
      </time>
      <div>
        <div className="row" style={{ gap: 8 }}>
          <span className={by === 'caller' ? 'strong you' : by === 'wrong' ? 'strong wrong' : 'strong'}>{title}</span>
          <code className="dim">{step.step}</code>
        </div>
        {quote && quote.text !== '' ? (
          <blockquote {...(quote.language ? { lang: quote.language } : {})}>{t('steps.quote', { text: quote.text })}</blockquote>
        ) : null}
        {people?.asked ? <div className="muted">{t('steps.askedPeople', { people: people.asked })}</div> : null}
        {people?.notAsked ? <div className="muted">{t('steps.notAskedPeople', { people: people.notAsked })}</div> : null}
      </div>
    </li>
  )
}

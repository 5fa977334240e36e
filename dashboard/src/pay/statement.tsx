import { IconAlertTriangle, IconCheck, IconCoinOff, IconLock, IconLockOpen } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { PayStatement } from '../api/pay-types.ts'
import type { Me } from '../api/types.ts'
import { useAmounts } from '../format/use-amounts.ts'
import { useFormat } from '../format/use-format.ts'
import { useSpans } from '../format/use-spans.ts'
import { Card, Note, Pill } from '../ui/pieces.tsx'
import { Empty } from '../ui/states.tsx'
import { LinesCard } from './lines-card.tsx'
import { PiecesCard } from './pieces-card.tsx'
import { useProblemWords } from './use-problem-words.ts'
import { useFromWords } from './use-from-words.ts'
import { WorkedCard } from './worked-card.tsx'
import { isAddedUp, totalsOf } from './why.ts'

/** One month of one person: what it comes to, each line of it, and the work behind each line. */
export const Statement = ({ statement, me, isOwn }: { statement: PayStatement; me: Me; isOwn: boolean }) => (
  <div className="columns pay-columns">
    <div className="stack">
      <Totals statement={statement} isOwn={isOwn} />
      {statement.pieces.length === 0 && statement.lines.length === 0 ? <NoWork /> : <LinesCard statement={statement} />}
      <PiecesCard statement={statement} />
    </div>
    <div className="stack">
      <WorkedCard statement={statement} me={me} isOwn={isOwn} />
      <WordsCard words={statement.words} />
      <TermsCard statement={statement} />
    </div>
  </div>
)

const NoWork = () => {
  const { t } = useTranslation()
  return (
    <div className="card">
      <Empty icon={IconCoinOff} title={t('pay.none')}>
        <p>{t('pay.noneWhy')}</p>
      </Empty>
    </div>
  )
}

const Totals = ({ statement, isOwn }: { statement: PayStatement; isOwn: boolean }) => {
  const { t } = useTranslation()
  const { money, hours } = useAmounts()
  const problemWords = useProblemWords()
  const { person } = statement
  const counted = (['planned', 'worked', 'night', 'sunday', 'holiday', 'overtime', 'onCall', 'calledOut'] as const).filter(
    (name) => name === 'planned' || name === 'worked' || statement[name] !== 0,
  )
  return (
    <section className="card pay-total" aria-label={t('pay.totalOf', { name: person.name })}>
      <header>
        <h2>{isOwn ? t('pay.own') : person.name}</h2>
        <State statement={statement} />
      </header>
      {totalsOf(statement).map(({ total, currency }) => (
        <p key={currency} className="pay-sum">
          {money(total, currency)}
        </p>
      ))}
      {statement.problem === null ? null : (
        <Note tone="bad" icon={IconAlertTriangle}>
          {problemWords(statement)}
        </Note>
      )}
      {isAddedUp(statement) ? (
        <p className="small muted">
          <IconCheck size={14} aria-hidden className="icon" /> {t('pay.addsUp')}
        </p>
      ) : null}
      <dl className="facts pay-facts">
        {counted.map((name) => (
          <div key={name}>
            <dt>{t(`pay.minutes.${name}`)}</dt>
            <dd>{hours(statement[name])}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const State = ({ statement }: { statement: PayStatement }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  if (!statement.isClosed)
    return (
      <Pill tone="warn" icon={IconLockOpen}>
        {t('pay.open')}
      </Pill>
    )
  return (
    <Pill tone="ok" icon={IconLock}>
      {statement.closedAt === null ? t('pay.isClosed') : t('pay.closed', { at: dateTime(statement.closedAt) })}
    </Pill>
  )
}

/** The same as sentences, for who would rather read, and for a letter. */
const WordsCard = ({ words }: { words: readonly string[] }) => {
  const { t } = useTranslation()
  if (words.length === 0) return null
  return (
    <Card title={t('pay.words')}>
      <details className="pay-details">
        <summary>{t('pay.readWords')}</summary>
        <div className="stack pay-words">
          {words.map((sentence, index) => (
            <p key={index}>{sentence}</p>
          ))}
        </div>
      </details>
    </Card>
  )
}

const TermsCard = ({ statement: { rates, packs } }: { statement: PayStatement }) => {
  const { t, i18n } = useTranslation()
  const { money, hours } = useAmounts()
  const { date } = useSpans()
  const fromWords = useFromWords()
  if (rates.length === 0 && packs.length === 0) return null
  const day = (text: string) => date(text, { day: 'numeric', month: 'short', year: 'numeric' })
  return (
    <Card title={t('pay.terms.title')}>
      <ul className="lines">
        {rates.map((rate) => (
          <li key={rate.validFrom}>
            <span className="stack tight">
              <span className="strong">
                {rate.hourlyRate === null ? t('pay.terms.noRate') : t('pay.terms.rate', { amount: money(rate.hourlyRate, rate.currency) })}
              </span>
              <span className="muted small">
                {fromWords(rate.validFrom)} · {t('pay.terms.weekly', { hours: hours(rate.weeklyMinutes) })}
                {rate.onCallRate > 0 ? ` · ${t('pay.terms.onCall', { amount: money(rate.onCallRate, rate.currency) })}` : ''}
              </span>
            </span>
          </li>
        ))}
        {packs.map((pack) => (
          <li key={`${pack.id} ${pack.validFrom}`}>
            <span className="stack tight">
              <span className="strong">{i18n.language === 'ru' ? pack.name.ru : pack.name.en}</span>
              <span className="muted small">
                {fromWords(pack.validFrom)} · {t('pay.terms.asOf', { date: day(pack.asOf) })}
              </span>
              {pack.note === '' ? null : <span className="small">{pack.note}</span>}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

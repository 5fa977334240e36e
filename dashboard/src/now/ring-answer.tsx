import { IconAlertTriangle, IconBell, IconBellOff, IconHourglass } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { OnShiftAnswer } from '../api/shift-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { useSpans } from '../format/use-spans.ts'
import { Note } from '../ui/pieces.tsx'
import { notRungKey } from './board-words.ts'
import { KindWords, StandsIn } from './level-card.tsx'

/** Who is rung, in the order of ringing; who is not, and why; and what the caller meets. */
export const RingAnswer = ({ answer }: { answer: OnShiftAnswer }) => {
  const { t } = useTranslation()
  const now = useNow(10_000)
  return (
    <div className="stack">
      <Standing standing={answer.standing} />
      {isTooEarly(answer, now) ? <p className="muted small">{t('now.ring.tooEarly')}</p> : null}
      {answer.rung.length === 0 ? null : <Rung answer={answer} />}
      {answer.notRung.length === 0 ? null : <NotRung answer={answer} />}
    </div>
  )
}

/** Nobody can have signed in yet for a time that has not come. */
const isTooEarly = ({ at, notRung }: OnShiftAnswer, now: number): boolean => Date.parse(at) > now + 60_000 && notRung.some(({ why }) => why === 'notSignedIn')

const Standing = ({ standing }: Pick<OnShiftAnswer, 'standing'>) => {
  const { t } = useTranslation()
  const sign = { on: IconBell, busy: IconHourglass, gap: IconAlertTriangle }[standing]
  const tone = ({ on: 'ok', busy: 'warn', gap: 'bad' } as const)[standing]
  return (
    <Note tone={tone} icon={sign}>
      {t(`now.ring.standings.${standing}`)}
    </Note>
  )
}

const Rung = ({ answer: { rung, at } }: { answer: OnShiftAnswer }) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const { until } = useSpans()
  return (
    <section>
      <h3>
        <IconBell size={15} aria-hidden className="icon" /> {t('now.ring.rung', { count: rung.length })}
      </h3>
      <ol className="lines">
        {rung.map((person) => (
          <li key={person.id}>
            <span className="stack tight">
              <span className="row">
                <span className="strong">{person.name}</span>
                <KindWords kind={person.kind} />
              </span>
              <span className="muted small">{t('now.until', { at: until(person.until, zone, Date.parse(at)) })}</span>
              <StandsIn duty={{ ...person, person }} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

const NotRung = ({ answer: { notRung } }: { answer: OnShiftAnswer }) => {
  const { t } = useTranslation()
  return (
    <section>
      <h3>
        <IconBellOff size={15} aria-hidden className="icon" /> {t('now.ring.notRung', { count: notRung.length })}
      </h3>
      <ul className="lines">
        {notRung.map(({ id, name, why, state }) => (
          <li key={`${id} ${why}`}>
            <span>
              <span className="strong">{name}</span>{' '}
              <span className="muted">
                {t(notRungKey(why))}
                {state === undefined ? '' : ` (${t(`presence.states.${state}`)})`}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

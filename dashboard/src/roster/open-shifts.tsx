import { IconPlus } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Offer } from '../planner/types.ts'
import type { Day, Mode } from './grid-model.ts'
import type { RosterWords } from './use-roster-words.ts'
import { shortTime, wallTime } from './wall-time.ts'

type OpenProps = {
  offers: readonly Offer[]
  days: readonly Day[]
  words: RosterWords
  mode: Mode
  open: (offer: Offer) => void
  add: ((date: string) => void) | null
}

/** Below the people: shifts that look for somebody, on their days. */
export const OpenShifts = memo(({ offers, days, words, mode, open, add }: OpenProps) => {
  const { t } = useTranslation()
  return (
    <section className="roster-row roster-open" aria-label={t('planner.offers.openShifts')}>
      <div className="roster-name">
        <span className="strong">{t('planner.offers.openShifts')}</span>
        <span className="roster-meta">{t('planner.offers.count', { count: offers.length })}</span>
      </div>
      {days.map((day) => (
        <div key={day.date} className={day.isWeekend ? 'roster-cell is-weekend' : 'roster-cell'}>
          {offers
            .filter(({ shift }) => Date.parse(shift.from) >= day.from && Date.parse(shift.from) < day.to)
            .map((offer) => (
              <OpenShift key={offer.id} offer={offer} words={words} mode={mode} open={open} />
            ))}
          {add && mode !== 'month' ? (
            <button
              type="button"
              className="roster-open-add"
              aria-label={t('planner.offers.add', { day: words.longDay(day.date) })}
              onClick={() => add(day.date)}
            >
              <IconPlus size={14} aria-hidden />
            </button>
          ) : null}
        </div>
      ))}
    </section>
  )
})

const OpenShift = ({ offer, words, mode, open }: Pick<OpenProps, 'words' | 'mode' | 'open'> & { offer: Offer }) => {
  const { t } = useTranslation()
  const { from, to, zone } = offer.shift
  const times = `${shortTime(wallTime(from, zone))}–${shortTime(wallTime(to, zone))}`
  const state = t(`planner.offers.states.${offer.state}`)
  const label = [t(`planner.offers.kinds.${offer.kind}`), offer.person?.name ?? '', `${words.dayOfInstant(from, zone)} ${times}`, state]
    .filter((part) => part !== '')
    .join(', ')
  return (
    <button
      type="button"
      className={offer.raisedAt === null ? 'roster-open-shift' : 'roster-open-shift is-wrong'}
      aria-label={label}
      title={label}
      onClick={() => open(offer)}
    >
      {mode === 'month' ? times.slice(0, 2) : times}
    </button>
  )
}

import { IconBulb, IconMoon } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { nightShareQuery, openingQuery } from '../api/demand-queries.ts'
import type { NightShare, OpeningPattern } from '../api/pay-types.ts'
import { useAmounts } from '../format/use-amounts.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { useSpans } from '../format/use-spans.ts'
import { plusDays, wallOf } from '../format/zoned.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card, Note } from '../ui/pieces.tsx'
import { Empty } from '../ui/states.tsx'
import { ListTable, TabHead } from './table.tsx'
import { useSaidWords } from './use-said-words.ts'
import { useDayWords } from './weekdays.ts'

/** So many days of calls are looked at. */
const BACK_DAYS = 91

/** When it is worth being open, and whether the night is. */
export const AdviceTab = () => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const today = wallOf(useNow(60_000), zone).date
  const first = plusDays(today, -BACK_DAYS)
  const nights = useQuery(nightShareQuery(first, today))
  const opening = useQuery(openingQuery)
  return (
    <>
      <TabHead why={t('planning.advice.why')} />
      <Loaded query={nights} lines={4}>
        {(share) => <NightCard share={share} first={first} last={plusDays(today, -1)} />}
      </Loaded>
      <Loaded query={opening} lines={5}>
        {(patterns) =>
          patterns.length === 0 ? (
            <div className="card">
              <Empty icon={IconBulb} title={t('planning.advice.none')} />
            </div>
          ) : (
            <Patterns patterns={patterns} />
          )
        }
      </Loaded>
    </>
  )
}

/** Fewer than 5 % of the calls at night: do not staff it. The calls behind the figure stand below it, hour by hour. */
const NightCard = ({ share, first, last }: { share: NightShare; first: string; last: string }) => {
  const { t } = useTranslation()
  const { dates } = useSpans()
  const { percent } = useAmounts()
  const most = Math.max(1, ...share.byHour)
  const isNight = (hour: number) => {
    const [from, to] = [Number(share.from.slice(0, 2)), Number(share.to.slice(0, 2))]
    return from < to ? hour >= from && hour < to : hour >= from || hour < to
  }
  return (
    <Card title={t('planning.advice.nights')}>
      <div className="stack">
        <Note tone={share.advice === 'staff' ? 'ok' : share.advice === 'onCall' ? 'accent' : 'plain'} icon={IconMoon}>
          <span className="strong">{t(`planning.advice.nightAdvice.${share.advice}`)}</span>{' '}
          {share.calls === 0
            ? null
            : t('planning.advice.share', {
                share: percent(share.share / 10_000),
                count: share.nightCalls,
                calls: share.calls,
                limit: percent(share.limit / 10_000),
                from: share.from,
                to: share.to,
              })}
        </Note>
        {share.calls === 0 ? null : (
          <div className="demand-scroll" tabIndex={0} role="region" aria-label={t('planning.advice.byHour')}>
            <table className="hour-bars">
              <caption className="hidden-words">{t('planning.advice.byHour')}</caption>
              <thead>
                <tr>
                  {share.byHour.map((_, hour) => (
                    <th key={hour} scope="col">
                      {String(hour).padStart(2, '0')}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                <tr>
                  {share.byHour.map((calls, hour) => (
                    <td key={hour}>
                      <span
                        className={isNight(hour) ? 'hour-bar is-night' : 'hour-bar'}
                        style={{ height: `${Math.round((64 * calls) / most)}px` }}
                        aria-hidden
                      />
                      <span className="small">{calls}</span>
                    </td>
                  ))}
                </tr>
              </tbody>
            </table>
          </div>
        )}
        <p className="muted small">{t('planning.advice.callsFrom', { period: dates(first, last), zone: share.zone })}</p>
      </div>
    </Card>
  )
}

const Patterns = ({ patterns }: { patterns: readonly OpeningPattern[] }) => {
  const { t } = useTranslation()
  const { money, percent } = useAmounts()
  const dayWords = useDayWords()
  const saidWords = useSaidWords()
  const heads = [
    { words: t('planning.advice.pattern') },
    { words: t('planning.advice.people') },
    { words: t('planning.advice.month') },
    { words: t('planning.advice.reached'), onlyWide: true },
  ]
  return (
    <ListTable caption={t('planning.advice.opening')} heads={heads}>
      {patterns.map((one) => (
        <tr key={one.pattern}>
          <td>
            <span className="strong" style={{ display: 'block' }}>
              {t(`planning.advice.patterns.${one.pattern}`)}
            </span>
            <span className="muted small" style={{ display: 'block' }}>
              {dayWords(one.days)} {one.from}–{one.to} · {t('planning.people.weekly', { hours: Math.round(one.minutesPerWeek / 60) })}
            </span>
            {one.why.length === 0 ? null : (
              <details>
                <summary className="small">{t('planning.advice.because')}</summary>
                <ul className="small">
                  {one.why.map((said, index) => (
                    <li key={index}>{saidWords(said)}</li>
                  ))}
                </ul>
              </details>
            )}
          </td>
          <td className="strong">{t('roster.people', { count: one.people })}</td>
          <td>
            {one.basePerMonth === 0 ? (
              <span className="muted small">{t('planning.advice.noRates')}</span>
            ) : (
              <>
                <span className="strong">{money(one.basePerMonth + one.premiumsPerMonth, one.currency)}</span>
                <span className="muted small" style={{ display: 'block' }}>
                  {t('pay.house.ofPremiums', { amount: money(one.premiumsPerMonth, one.currency) })}
                </span>
              </>
            )}
          </td>
          <td className="only-wide">{one.reached === null ? '—' : percent(one.reached / 1000)}</td>
        </tr>
      ))}
    </ListTable>
  )
}

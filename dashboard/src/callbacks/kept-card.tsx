import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { callbackFiguresQuery } from '../api/callback-queries.ts'
import type { CallbackFigures } from '../api/callback-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { instantOf, plusDays, wallOf } from '../format/zoned.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card } from '../ui/pieces.tsx'

const DAYS = { today: 1, week: 7 } as const

/** How many windows that have ended were kept; by the company's calendar, up to the end of today. */
export const KeptCard = () => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const now = useNow(60_000)
  const [period, setPeriod] = useState<keyof typeof DAYS>('today')
  const tomorrow = plusDays(wallOf(now, zone).date, 1)
  const query = useQuery(callbackFiguresQuery(instantOf(plusDays(tomorrow, -DAYS[period]), '00:00', zone), instantOf(tomorrow, '00:00', zone)))
  return (
    <Card
      title={t('callbacks.kept.title')}
      aside={
        <span className="actions" role="group" aria-label={t('callbacks.kept.title')}>
          {(['today', 'week'] as const).map((name) => (
            <Button key={name} size="xs" variant={name === period ? 'filled' : 'default'} aria-pressed={name === period} onClick={() => setPeriod(name)}>
              {t(`callbacks.kept.${name}`)}
            </Button>
          ))}
        </span>
      }
    >
      <Loaded query={query} lines={2}>
        {(figures) => <Figures figures={figures} />}
      </Loaded>
    </Card>
  )
}

const Figures = ({ figures: { rows } }: { figures: CallbackFigures }) => {
  const { t } = useTranslation()
  const { duration } = useFormat()
  const all = rows.find(({ source }) => source === 'all')
  if (!all || all.windowsEnded + all.cancelledByCustomer === 0) return <p className="muted">{t('callbacks.kept.none')}</p>
  return (
    <div className="stack tight">
      <p>
        <span className="strong kept-share">{all.windowsEnded === 0 ? '—' : `${Math.floor((100 * all.kept) / all.windowsEnded)} %`}</span>{' '}
        {t('callbacks.kept.share', { kept: all.kept, windows: all.windowsEnded })}
      </p>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('callbacks.kept.title')}>
        <table className="list kept-table">
          <caption>{t('callbacks.kept.definition')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('callbacks.kept.source')}</th>
              {(['kept', 'back', 'reached', 'tries', 'first'] as const).map((name) => (
                <th key={name} scope="col" className="end">
                  {t(`callbacks.kept.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows
              .filter(({ windowsEnded, cancelledByCustomer }) => windowsEnded + cancelledByCustomer > 0)
              .map((row) => (
                <tr key={row.source}>
                  <th scope="row">{t(`callbacks.sources.${row.source}`)}</th>
                  <td className="end">{t('callbacks.kept.of', { kept: row.kept, windows: row.windowsEnded })}</td>
                  <td className="end">{row.cancelledByCustomer}</td>
                  <td className="end">{row.reached}</td>
                  <td className="end">{row.triesToReach?.toFixed(1) ?? '—'}</td>
                  <td className="end">{duration(row.medianSecondsToFirstTry) || '—'}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
      <BrokenWhys whys={all.brokenWhys} />
      <p className="muted small">{t('callbacks.kept.definition')}</p>
    </div>
  )
}

const CAUSES = ['noCover', 'coverEnded', 'nobodyThere', 'paused', 'agentsUnreachable', 'queueTooLong', 'snoozed', 'money'] as const

const BrokenWhys = ({ whys }: { whys: Readonly<Record<string, number>> }) => {
  const { t } = useTranslation()
  const words = CAUSES.filter((why) => whys[why] !== undefined).map((why) => `${t(`callbacks.kept.whys.${why}`)} ${whys[why]}`)
  return words.length === 0 ? null : <p className="small">{t('callbacks.kept.because', { whys: words.join(', ') })}</p>
}

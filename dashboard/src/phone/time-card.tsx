import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { sitesQuery } from '../api/queries.ts'
import { holidaysQuery } from '../api/shift-queries.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { wallOf } from '../format/zoned.ts'
import { Card } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { phoneApi } from './phone-api.ts'
import { timePresets } from './time-presets.ts'

/** Moves the clock of the trial, which the line, the roster and the phones share. */
export const TimeCard = ({ isLocked, mayMove }: { isLocked: boolean; mayMove: boolean }) => {
  const { t } = useTranslation()
  const { zone, zoneName, dateTime } = useFormat()
  const now = useNow(1000)
  const queryClient = useQueryClient()
  const [site] = useQuery(sitesQuery).data ?? []
  const year = Number(wallOf(now, zone).date.slice(0, 4))
  const holidays = useQuery({ ...holidaysQuery(site?.id ?? '', year), enabled: site !== undefined && mayMove })
  const moving = useSend({ run: (at: string) => phoneApi.setClock(at), onDone: () => void queryClient.invalidateQueries() })
  const minute = Math.floor(now / 60_000) * 60_000
  const dates = holidays.data
  const presets = useMemo(
    () =>
      timePresets(
        minute,
        zone,
        (dates ?? []).map(({ date }) => date),
      ),
    [minute, zone, dates],
  )
  return (
    <Card title={t('phoneLog.when')} aside={<span className="muted small">{zoneName}</span>}>
      <div className="stack">
        <p className="strong number">{dateTime(now)}</p>
        {moving.fault ? <Fault error={moving.fault} /> : null}
        {mayMove ? (
          <div className="phone-buttons">
            <Button size="xs" disabled={isLocked || moving.isSending} onClick={() => moving.send(new Date().toISOString())}>
              {t('phoneLog.times.now')}
            </Button>
            {presets.map(({ name, at }) => (
              <Button key={name} size="xs" disabled={isLocked || moving.isSending} title={dateTime(at)} onClick={() => moving.send(at)}>
                {t(`phoneLog.times.${name}`)}
              </Button>
            ))}
          </div>
        ) : null}
        {mayMove ? <p className="muted small">{t('phoneLog.whenWhy')}</p> : null}
      </div>
    </Card>
  )
}

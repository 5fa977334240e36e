import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/queries.ts'
import { distanceOf, formatDuration } from './duration.ts'

/** Instants in the company's zone (not the machine's), in the language of the screen. */
export const useFormat = () => {
  const { t, i18n } = useTranslation()
  const zone = useQuery(meQuery).data?.company.zone ?? 'UTC'
  const format = (instant: string | number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : i18n.language, { timeZone: zone, ...options }).format(new Date(instant))
  const day = (instant: string | number) => format(instant, { year: 'numeric', month: '2-digit', day: '2-digit' })
  const distance = (milliseconds: number) => {
    const { unit, count } = distanceOf(milliseconds)
    return t(`time.${unit}`, { count })
  }
  return {
    zone,
    zoneName: zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone,
    time: (instant: string | number) => format(instant, { hour: '2-digit', minute: '2-digit' }),
    seconds: (instant: string | number) => format(instant, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    date: (instant: string | number) => format(instant, { day: 'numeric', month: 'short', year: 'numeric' }),
    dateTime: (instant: string | number) => format(instant, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
    /** "14:32" today, "20 Nov, 14:32" otherwise. */
    moment: (instant: string, now: number) =>
      day(instant) === day(now)
        ? format(instant, { hour: '2-digit', minute: '2-digit' })
        : format(instant, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
    ago: (instant: string | number, now: number) => t('time.ago', { distance: distance(now - new Date(instant).getTime()) }),
    distance,
    duration: (seconds: number | null) => (seconds === null ? '' : formatDuration(seconds)),
  }
}

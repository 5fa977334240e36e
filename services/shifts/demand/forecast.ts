import { DateTime } from 'luxon'
import { startOf, dayOf, MINUTE } from '../../roster-rules/calendar.ts'
import { kindOfDay, type Profile } from './arrivals.ts'
import { meanWait, peopleNeeded, type Load } from './erlang.ts'

export type ForecastRow = { at: number; date: string; minute: number; calls: number; talkSeconds: number; people: number; answeredIn: number }

export type ForecastWish = {
  from: string
  to: string
  zone: string
  holidays: ReadonlySet<string>
  minutes: number
  share: number
  answerSeconds: number
  /** Of everybody's time. */
  shrinkage: number
  wrapUpSeconds: number
}

/** Fewer calls an hour than this need nobody who waits for them: one in two such hours. */
const LEAST_PER_HOUR = 0.5

/** People needed in each interval of a period: so many that the share is answered in time, and so many more as are away at any time. */
export function forecastOf(profile: Profile, wish: ForecastWish): ForecastRow[] {
  const { zone, minutes, share, answerSeconds, shrinkage, wrapUpSeconds } = wish
  const rows: ForecastRow[] = []
  for (let at = startOf(dayOf(wish.from), zone); at < startOf(dayOf(wish.to), zone); at += minutes * MINUTE) {
    const local = DateTime.fromMillis(at, { zone })
    const [date, minute] = [local.toFormat('yyyy-MM-dd'), local.hour * 60 + local.minute]
    const calls = profile.at(kindOfDay(date, wish.holidays), minute)
    const talkSeconds = profile.talkSeconds + wrapUpSeconds
    const load: Load = { calls, intervalSeconds: minutes * 60, talkSeconds }
    const answering = (calls * 60) / minutes < LEAST_PER_HOUR ? 0 : peopleNeeded(load, { share, answerSeconds })
    const people = Math.ceil(answering / (1 - shrinkage))
    rows.push({ at, date, minute, calls, talkSeconds, people, answeredIn: answering === 0 ? 0 : meanWait(load, answering) })
  }
  return rows
}

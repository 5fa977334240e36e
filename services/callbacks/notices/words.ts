import { DateTime } from 'luxon'
import type { Interval } from '../../roster-rules/model.ts'
import { dateAt, plusDays } from '../../local-time/wall-clock.ts'

/** What a customer is told about his callback. */
export const NOTICES = ['confirmed', 'moved', 'reminder', 'broken', 'atRisk', 'unreachable', 'cancelled'] as const
export type NoticeKind = (typeof NOTICES)[number]

export const templateOf = (kind: NoticeKind): string => `callback${kind[0]?.toUpperCase()}${kind.slice(1)}`

export type Told = {
  window: Interval
  isAsap: boolean
  /** His page; null: he has no link. */
  link: string | null
  /** Other windows that are free, for who is to choose anew. */
  free: readonly Interval[]
  at: number
  zone: string
  language: string
}

type Words = {
  today: string
  tomorrow: string
  asap: (by: string) => string
  by: (time: string) => string
  change: (link: string) => string
  choose: (link: string, windows: string) => string
  callUs: string
  stillNeeded: string
  weAreSorry: string
}

// Without letters that would make a text of another alphabet, which has room for half as much.
const en: Words = {
  today: 'today',
  tomorrow: 'tomorrow',
  asap: (by) => `as soon as we can, at the latest ${by}`,
  by: (time) => `by ${time}`,
  change: (link) => `See, move or cancel it: ${link}`,
  choose: (link, windows) => `Choose another time${windows && ` (${windows})`}: ${link}`,
  callUs: 'To change it, call us.',
  stillNeeded: 'If you still need us, call us.',
  weAreSorry: 'If another time suits you better, call us.',
}
const ru: Words = {
  today: 'сегодня',
  tomorrow: 'завтра',
  asap: (by) => `как можно скорее, ${by}`,
  by: (time) => `не позже: ${time}`,
  change: (link) => `Посмотреть, перенести, отменить: ${link}`,
  choose: (link, windows) => `Выбрать другое время${windows && ` (${windows})`}: ${link}`,
  callUs: 'Чтобы изменить, позвоните нам.',
  stillNeeded: 'Если мы вам ещё нужны, позвоните нам.',
  weAreSorry: 'Если удобнее другое время, позвоните нам.',
}

const wordsOf = (language: string): Words => (language === 'ru' ? ru : en)

/** The blanks of the templates: when he is called (`{{when}}`), and what he can do about it (`{{change}}`). */
export function blanksFor(kind: NoticeKind, { window, isAsap, link, free, ...told }: Told): { when: string; change: string } {
  const words = wordsOf(told.language)
  const isAnew = kind === 'broken' || kind === 'atRisk'
  const isOver = kind === 'cancelled'
  const by = words.by(timeInWords(window.to, told))
  const when = !isAsap ? windowInWords(window, told) : isAnew || isOver ? by : words.asap(by)
  if (isOver) return { when, change: words.stillNeeded }
  if (link === null) return { when, change: isAnew ? words.weAreSorry : words.callUs }
  const windows = free.slice(0, 3).map((one) => windowInWords(one, told))
  return { when, change: isAnew ? words.choose(link, windows.join(', ')) : words.change(link) }
}

type Clock = Pick<Told, 'at' | 'zone' | 'language'>

/** "tomorrow 09:00-10:00", "Mon 2 Mar 09:00-10:00", by the clock on his wall. */
export function windowInWords({ from, to }: Interval, clock: Clock): string {
  return `${timeInWords(from, clock)}-${DateTime.fromMillis(to, { zone: clock.zone }).toFormat('HH:mm')}`
}

function timeInWords(instant: number, { at, zone, language }: Clock): string {
  const words = wordsOf(language)
  const then = DateTime.fromMillis(instant, { zone, locale: language === 'ru' ? 'ru' : 'en' })
  const today = dateAt(at, zone)
  const date = dateAt(instant, zone)
  const day = date === today ? words.today : date === plusDays(today, 1) ? words.tomorrow : then.toFormat('ccc d MMM')
  return `${day} ${then.toFormat('HH:mm')}`
}

import { IconAlertTriangle, IconArrowRight, IconClock, IconMessage, IconPhoneOutgoing, type TablerIcon } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CallbackAttempt, CallbackEvent } from '../api/callback-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { useSpans } from '../format/use-spans.ts'
import { Pill, type Tone } from '../ui/pieces.tsx'
import { textOf, whyParts, windowWords } from './chain-words.ts'

const SIGNS: Readonly<Record<string, TablerIcon>> = {
  moved: IconClock,
  snoozed: IconClock,
  told: IconMessage,
  offered: IconMessage,
  reminded: IconMessage,
  atRisk: IconAlertTriangle,
  broken: IconAlertTriangle,
}

/** Why was he called at 03:12: each step with its time, who did it, and why. */
export const Chain = ({ events }: { events: readonly CallbackEvent[] }) => {
  const now = useNow(60_000)
  return (
    <ol className="history">
      {events.map((event, index) => (
        <ChainLine key={index} event={event} now={now} />
      ))}
    </ol>
  )
}

const ChainLine = ({ event, now }: { event: CallbackEvent; now: number }) => {
  const { t } = useTranslation()
  const { moment, dateTime } = useFormat()
  const what = useEventWords(event)
  const why = useWhy()(event.why)
  const Icon = SIGNS[event.kind] ?? (event.to === 'offering' || event.to === 'calling' ? IconPhoneOutgoing : IconArrowRight)
  const reason = textOf(event.body['reason'])
  return (
    <li>
      <Icon size={16} stroke={1.8} aria-hidden className="icon" />
      <div className="grow stack tight">
        <span>
          {what}
          {event.person ? <span className="muted"> · {event.person.name}</span> : null}
        </span>
        <span className="muted small">{why}</span>
        {reason === '' ? null : <q className="small">{reason}</q>}
      </div>
      <time className="muted small number" dateTime={event.at} title={`${t('callbacks.detail.chain')}: ${dateTime(event.at)}`}>
        {moment(event.at, now)}
      </time>
    </li>
  )
}

const useEventWords = ({ kind, from, to, body }: CallbackEvent): string => {
  const { t, i18n } = useTranslation()
  const { dateTime, zone } = useFormat()
  const { period } = useSpans()
  const inWords = (begin: string, end: string) => period(begin, end, zone)
  if (to !== null) {
    const values = { from: from === null ? '' : t(`callbacks.states.${from}`), to: t(`callbacks.states.${to}`) }
    return t(from === null ? 'callbacks.events.born' : 'callbacks.events.state', values)
  }
  const key = `callbacks.events.${kind}`
  if (!i18n.exists(key)) return kind
  const until = textOf(body['until'])
  return String(
    t(key, {
      to: textOf(body['to']),
      until: until === '' ? '' : dateTime(until),
      fromWindow: windowWords(body['fromWindow'], inWords),
      toWindow: windowWords(body['toWindow'], inWords),
    }),
  )
}

/** The server's sentence in the language of the screen. */
const useWhy = (): ((why: string) => string) => {
  const { t, i18n } = useTranslation()
  const named = (stem: string, name: string) => (i18n.exists(`${stem}.${name}`) ? String(t(`${stem}.${name}`)) : name)
  return (why) =>
    whyParts(why, (key) => i18n.exists(key))
      .map((part) => {
        if ('text' in part) return part.text
        const words = Object.entries(part.values).map(([name, value]) => [name, named(STEMS[name] ?? '', value)])
        return String(t(part.key, Object.fromEntries(words)))
      })
      .join(': ')
}

/** Blanks that have words of their own. */
const STEMS: Readonly<Record<string, string>> = { source: 'callbacks.sources', kind: 'callbacks.notices', outcome: 'callbacks.outcomes' }

const TONES: Partial<Record<NonNullable<CallbackAttempt['outcome']>, Tone>> = { talked: 'ok', customerFailed: 'bad', failed: 'bad', unknown: 'bad' }

/** Each try: whose phone rang, and what came of it. */
export const Attempts = ({ attempts }: { attempts: readonly CallbackAttempt[] }) => {
  const { t } = useTranslation()
  const { seconds, moment } = useFormat()
  const now = useNow(60_000)
  const whyOf = useWhy()
  if (attempts.length === 0) return <p className="muted">{t('callbacks.detail.noTries')}</p>
  return (
    <ol className="lines attempts">
      {attempts.map((one) => {
        const steps = [
          ...(one.acceptedAt ? [t('callbacks.detail.accepted', { at: seconds(one.acceptedAt) })] : []),
          ...(one.customerRungAt ? [t('callbacks.detail.customerRung', { at: seconds(one.customerRungAt) })] : []),
          ...(one.connectedAt ? [t('callbacks.detail.connected', { at: seconds(one.connectedAt) })] : []),
          ...(one.endedAt ? [t('callbacks.detail.ended', { at: seconds(one.endedAt) })] : []),
        ]
        return (
          <li key={one.id}>
            <span className="stack tight grow">
              <span className="strong">
                {t('callbacks.detail.tryN', { n: one.n })} · {one.agent?.name ?? t('callbacks.detail.customerFirst')}
                <span className="muted"> · {moment(one.startedAt, now)}</span>
              </span>
              <span className="muted small">{[whyOf(one.why), ...steps].filter(Boolean).join(' · ')}</span>
            </span>
            {one.outcome === null ? (
              <Pill tone="accent">{t('callbacks.detail.running')}</Pill>
            ) : (
              <Pill tone={TONES[one.outcome] ?? 'plain'}>{t(`callbacks.outcomes.${one.outcome}`)}</Pill>
            )}
          </li>
        )
      })}
    </ol>
  )
}

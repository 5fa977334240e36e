import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { statusOf } from '../api/http.ts'
import { phoneApi } from '../phone/phone-api.ts'
import type { PhoneEvent } from '../phone/phone-events.ts'
import { heardOf, sinceAnswered } from './heard.ts'

/** The phone in the page has no loudspeaker: what it hears is read. */
export const SoundLog = ({ legSid }: { legSid: string }) => {
  const { t } = useTranslation()
  const events = useLegEvents(legSid)
  const box = useRef<HTMLDivElement>(null)
  const lines = heardOf(sinceAnswered(events, legSid), legSid)
  useEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [lines.length])
  if (lines.length === 0) return null
  return (
    <div className="captions desk-captions" ref={box} role="log" aria-live="polite" aria-label={t('desk.heard')} tabIndex={0}>
      <ol>
        {lines.map(({ n, who, text, language }) => (
          <li key={n} className={who === 'you' || who === 'keys' ? 'caption you' : 'caption'} lang={language}>
            {who === 'other' ? <span className="muted small">{t('desk.caller')} </span> : null}
            {who === 'keys' ? t('phone.you.pressed', { text }) : text}
          </li>
        ))}
      </ol>
    </div>
  )
}

const useLegEvents = (legSid: string): PhoneEvent[] => {
  const [events, setEvents] = useState<PhoneEvent[]>([])
  useEffect(() => {
    const stop = new AbortController()
    void follow(legSid, stop.signal, (fresh) => setEvents((known) => [...known, ...fresh.filter(({ n }) => n > (known.at(-1)?.n ?? 0))]))
    return () => stop.abort()
  }, [legSid])
  return events
}

/** Until the call has ended; a lost answer is asked for again. */
const follow = async (legSid: string, signal: AbortSignal, take: (events: PhoneEvent[]) => void): Promise<void> => {
  let after = 0
  while (!signal.aborted) {
    try {
      const { events, ended } = await phoneApi.events(legSid, after, signal)
      after = Math.max(after, ...events.map(({ n }) => n))
      take(events)
      if (ended) return
    } catch (error) {
      if (signal.aborted || [401, 403, 404].includes(statusOf(error))) return
      await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
  }
}

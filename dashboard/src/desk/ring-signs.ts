import { useEffect, useEffectEvent, useState } from 'react'
import { readStored, store } from '../stored.ts'
import { startRing, VOLUMES, type Ring, type Volume } from './ring-sound.ts'

export const readVolume = (): Volume => VOLUMES.find((volume) => volume === readStored('ring-volume')) ?? 'loud'
export const keepVolume = (volume: Volume): void => store('ring-volume', volume)

/** Sounds while `isOn`; of several windows only one. Says whether the browser forbids it until there is a click. */
export const useRingSound = (isOn: boolean): { isBlocked: boolean } => {
  const [isBlocked, setBlocked] = useState(false)
  useEffect(() => {
    if (!isOn) return
    let ring: Ring | undefined
    const stop = new AbortController()
    const begin = () => {
      ring = startRing(readVolume(), () => setBlocked(true))
    }
    const unblock = () => setBlocked(false)
    window.addEventListener('pointerdown', unblock, { once: true })
    // Not every browser has locks on every address; then each window rings.
    const { locks } = navigator as { locks?: LockManager }
    if (locks === undefined) begin()
    else void locks.request('nightline ring', { signal: stop.signal }, () => whileHeld(stop.signal, begin)).catch(() => undefined)
    return () => {
      window.removeEventListener('pointerdown', unblock)
      stop.abort()
      ring?.stop()
      setBlocked(false)
    }
  }, [isOn])
  return { isBlocked }
}

const whileHeld = (signal: AbortSignal, begin: () => void): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
    begin()
  })

/** The tab's title shows the call every other second; afterwards it is what the screen called itself last. */
export const useTitleBlink = (words: string | null): void => {
  useEffect(() => {
    if (words === null) return
    let own = document.title
    const timer = setInterval(() => {
      if (document.title === words) document.title = own
      else {
        own = document.title
        document.title = words
      }
    }, 1_000)
    return () => {
      clearInterval(timer)
      if (document.title === words) document.title = own
    }
  }, [words])
}

export const canNotify = (): boolean => 'Notification' in globalThis
export const mayNotify = (): boolean => canNotify() && Notification.permission === 'granted'

/** A notification of the system, for who looks at something else; it goes when the phone stops ringing. */
export const useRingNotification = (call: { sid: string; title: string; body: string } | null, onClick: () => void): void => {
  const open = useEffectEvent(onClick)
  const [sid, title, body] = [call?.sid, call?.title ?? '', call?.body ?? '']
  useEffect(() => {
    if (sid === undefined || !mayNotify() || (document.visibilityState === 'visible' && document.hasFocus())) return
    // The tag: several windows of one person show it once.
    const shown = new Notification(title, { body, tag: `nightline ${sid}`, requireInteraction: true })
    shown.onclick = () => {
      window.focus()
      open()
    }
    return () => shown.close()
  }, [sid, title, body])
}

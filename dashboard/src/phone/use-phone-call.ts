import { useCallback, useEffect, useReducer, useRef } from 'react'
import { statusOf } from '../api/http.ts'
import { readTabStored, storeInTab } from '../stored.ts'
import { callReducer, type CallAction, type CallState } from './call-state.ts'
import { phoneApi } from './phone-api.ts'
import type { PhoneEvent } from './phone-events.ts'
import type { Speaker } from './speaker.ts'

const IDLE: CallState = { phase: 'idle' }
/** A call survives a look at another screen or a reload: its events tell it again, without a voice. */
const STORED = 'phone-call'

export const usePhoneCall = (speaker: Speaker, onFault: (error: unknown) => void) => {
  const [state, dispatch] = useReducer(callReducer, IDLE, resumed)
  const sid = state.phase === 'open' ? state.sid : null
  useListening(sid, speaker, dispatch)
  useEffect(() => {
    if (state.phase === 'open') storeInTab(STORED, { sid: state.sid, from: state.from, to: state.to })
    else if (state.phase !== 'dialling') storeInTab(STORED, null)
  }, [state])
  const sending = useRef<Promise<unknown>>(Promise.resolve())
  /** One after the other: of two keys pressed quickly the first arrives first. */
  const inTurn = useCallback(
    (send: () => Promise<unknown>) => {
      sending.current = sending.current.then(send).catch(onFault)
    },
    [onFault],
  )
  const dial = async (from: string, to: string) => {
    dispatch({ type: 'dial', from, to })
    try {
      const { sid: placed } = await phoneApi.dial(from, to)
      dispatch({ type: 'placed', sid: placed, from, to, now: Date.now() })
    } catch (error) {
      dispatch({ type: 'refused' })
      onFault(error)
    }
  }
  const act = (send: (openSid: string) => Promise<unknown>) => {
    if (sid === null) return
    speaker.silence()
    inTurn(() => send(sid))
  }
  return {
    state,
    dial,
    press: (digits: string) => act((openSid) => phoneApi.press(openSid, digits)),
    speak: (text: string) => act((openSid) => phoneApi.speak(openSid, text)),
    hangUp: () => act((openSid) => phoneApi.hangUp(openSid)),
    clear: () => dispatch({ type: 'clear' }),
  }
}

const resumed = (idle: CallState): CallState => {
  const stored = readTabStored(STORED)
  if (typeof stored !== 'object' || stored === null || !('sid' in stored)) return idle
  const { sid, from, to } = stored as Record<string, unknown>
  return callReducer(idle, { type: 'placed', sid: String(sid), from: String(from), to: String(to), now: Date.now() })
}

/** Asks for events until the call has ended; a lost answer is asked for again. */
const useListening = (sid: string | null, speaker: Speaker, dispatch: (action: CallAction) => void) => {
  // What was said before a reload is shown, not spoken again.
  const resumedSid = useRef(sid)
  useEffect(() => {
    if (sid === null) return
    const stop = new AbortController()
    let isPast = resumedSid.current === sid
    void listen(sid, stop.signal, (events, ended) => {
      if (!isPast) speakAll(events, sid, speaker)
      isPast = false
      dispatch({ type: 'events', events, ended, now: Date.now() })
    }).catch(() => {
      if (!stop.signal.aborted) dispatch({ type: 'gone', now: Date.now() })
    })
    return () => {
      stop.abort()
      speaker.silence()
    }
  }, [sid, speaker, dispatch])
}

type OnEvents = (events: PhoneEvent[], ended: boolean) => void

const listen = async (sid: string, signal: AbortSignal, onEvents: OnEvents): Promise<void> => {
  let after = 0
  while (!signal.aborted) {
    try {
      const { events, ended } = await phoneApi.events(sid, after, signal)
      after = Math.max(after, ...events.map((event) => event.n))
      onEvents(events, ended)
      if (ended) return
    } catch (error) {
      if (signal.aborted) return
      const status = statusOf(error)
      if (status === 404 || status === 401 || status === 403) throw error
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
  }
}

const speakAll = (events: readonly PhoneEvent[], sid: string, speaker: Speaker): void => {
  for (const event of events) {
    if (event.leg === sid && event.type === 'said' && event.text !== undefined) speaker.say(event.text, event.language ?? 'en')
  }
}

import type { PhoneEvent, WaitingFor } from './phone-events.ts'

export type Caption =
  | { n: number; who: 'line'; text: string; language: string }
  | { n: number; who: 'you'; kind: 'pressed' | 'spoke'; text: string }
  | { n: number; who: 'note'; note: 'played' | 'beep' | 'ringing' | 'bridged' | 'queued' | 'joined' | 'ended' | 'recorded'; text: string }

/** The caller's phone. `dialling` until the server has given the call its id; then everything comes from the events. */
export type CallState = { phase: 'idle' } | { phase: 'dialling'; from: string; to: string } | ({ phase: 'open' } & OpenCall) | ({ phase: 'ended' } & OpenCall)

export type OpenCall = {
  sid: string
  from: string
  to: string
  /** Number of the last event taken in. */
  seen: number
  startedAt: number
  endedAt: number | null
  isAnswered: boolean
  captions: Caption[]
  waitingFor: WaitingFor | null
}

export type CallAction =
  | { type: 'dial'; from: string; to: string }
  | { type: 'refused' }
  | { type: 'placed'; sid: string; from: string; to: string; now: number }
  | { type: 'events'; events: readonly PhoneEvent[]; ended: boolean; now: number }
  | { type: 'gone'; now: number }
  | { type: 'clear' }

export const callReducer = (state: CallState, action: CallAction): CallState => {
  switch (action.type) {
    case 'dial':
      return { phase: 'dialling', from: action.from, to: action.to }
    case 'placed':
      return { phase: 'open', ...newCall(action) }
    case 'refused':
    case 'clear':
      return { phase: 'idle' }
    case 'gone':
      return state.phase === 'open' ? { ...state, phase: 'ended', endedAt: state.endedAt ?? action.now, waitingFor: null } : state
    case 'events':
      return state.phase === 'open' ? takeEvents(state, action) : state
  }
}

const newCall = ({ sid, from, to, now }: { sid: string; from: string; to: string; now: number }): OpenCall => ({
  sid,
  from,
  to,
  seen: 0,
  startedAt: now,
  endedAt: null,
  isAnswered: false,
  captions: [],
  waitingFor: null,
})

type Open = OpenCall & { phase: 'open' }

const takeEvents = (state: Open, { events, ended, now }: Extract<CallAction, { type: 'events' }>): CallState => {
  // A repeated answer brings events again that are there already.
  const fresh = events.filter((event) => event.n > state.seen)
  const next = fresh.reduce<Open>(takeEvent, state)
  if (!ended) return next
  return { ...next, phase: 'ended', endedAt: next.endedAt ?? now, waitingFor: null }
}

const takeEvent = (state: Open, event: PhoneEvent): Open => {
  const seen = { ...state, seen: event.n }
  // An agent's phone is another leg: only that it rings and that he is through is heard by the caller.
  if (event.leg !== state.sid) return event.type === 'ringing' ? withCaption(seen, note(event, 'ringing')) : seen
  switch (event.type) {
    case 'answered':
      return { ...seen, isAnswered: true, startedAt: Date.parse(event.at) || state.startedAt }
    case 'said':
      return { ...withCaption(seen, { n: event.n, who: 'line', text: event.text ?? '', language: event.language ?? 'en' }), waitingFor: null }
    case 'played':
      return { ...withCaption(seen, note(event, 'played')), waitingFor: null }
    case 'listening':
      return { ...seen, waitingFor: event.waitingFor ?? null }
    case 'pressed':
    case 'spoke':
      return withCaption(seen, { n: event.n, who: 'you', kind: event.type, text: event.text ?? '' })
    case 'webhook':
      return { ...seen, waitingFor: null }
    case 'beep':
    case 'bridged':
    case 'queued':
    case 'joined':
      return withCaption(seen, note(event, event.type))
    case 'recording':
      return { ...withCaption(seen, note(event, 'recorded')), waitingFor: null }
    case 'ended':
      return { ...withCaption(seen, note(event, 'ended')), endedAt: Date.parse(event.at) || state.endedAt, waitingFor: null }
    case 'dialling':
    case 'ringing':
    case 'dequeued':
      return seen
  }
}

const note = (event: PhoneEvent, kind: Extract<Caption, { who: 'note' }>['note']): Caption => ({
  n: event.n,
  who: 'note',
  note: kind,
  text: event.text ?? event.url ?? '',
})

/** Keys that follow each other are one line: "2", then "1234", not five lines. */
const withCaption = (state: Open, caption: Caption): Open => {
  const last = state.captions.at(-1)
  if (caption.who === 'you' && caption.kind === 'pressed' && last?.who === 'you' && last.kind === 'pressed')
    return { ...state, captions: [...state.captions.slice(0, -1), { ...last, text: last.text + caption.text }] }
  return { ...state, captions: [...state.captions, caption] }
}

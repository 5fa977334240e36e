import type { PhoneBehaviour } from './behaviour.ts'
import { hearingSeconds } from './leg.ts'

/** How a call finds out who or what answered. Seconds. */
export type MachineDetection = {
  mode: 'Enable' | 'DetectMessageEnd'
  timeoutSeconds: number
  speechThresholdSeconds: number
  speechEndThresholdSeconds: number
  silenceTimeoutSeconds: number
  /** Given: the call goes on at once and the result is reported here; else TwiML waits for it. */
  callback: { url: string; base?: string | undefined; method: 'GET' | 'POST' } | undefined
}
export const plainDetection: Omit<MachineDetection, 'mode' | 'callback'> = {
  timeoutSeconds: 30,
  speechThresholdSeconds: 2.4,
  speechEndThresholdSeconds: 1.2,
  silenceTimeoutSeconds: 5,
}

export type AnsweredBy = 'human' | 'machine_start' | 'machine_end_beep' | 'machine_end_silence' | 'machine_end_other' | 'fax' | 'unknown'

/** A mailbox begins to talk a second after it has answered, and beeps a second after its last word. */
export const mailboxPauseSeconds = 1
const helloSeconds = 1
const faxToneSeconds = 3

/** What detection hears, and how long after the answer it knows. A short greeting passes for a person, as it does in life. */
export function detect(behaviour: PhoneBehaviour, how: Omit<MachineDetection, 'callback'>): { answeredBy: AnsweredBy; seconds: number } {
  const heard = hears(behaviour, how)
  return heard.seconds > how.timeoutSeconds ? { answeredBy: atTimeout(heard.answeredBy), seconds: how.timeoutSeconds } : heard
}

function hears(behaviour: PhoneBehaviour, how: Omit<MachineDetection, 'callback'>): { answeredBy: AnsweredBy; seconds: number } {
  switch (behaviour.kind) {
    case 'fax':
      return { answeredBy: 'fax', seconds: faxToneSeconds }
    case 'silent':
      return { answeredBy: 'unknown', seconds: how.silenceTimeoutSeconds }
    case 'voicemail': {
      const greeting = hearingSeconds(behaviour.greeting, 'real')
      if (greeting < how.speechThresholdSeconds) return { answeredBy: 'human', seconds: mailboxPauseSeconds + greeting + how.speechEndThresholdSeconds }
      if (how.mode === 'Enable') return { answeredBy: 'machine_start', seconds: mailboxPauseSeconds + how.speechThresholdSeconds }
      if (behaviour.beeps) return { answeredBy: 'machine_end_beep', seconds: beepSeconds(behaviour.greeting) }
      return { answeredBy: 'machine_end_silence', seconds: mailboxPauseSeconds + greeting + how.speechEndThresholdSeconds }
    }
    case 'rings':
    case 'answers':
    case 'declines':
    case 'busy':
      return { answeredBy: 'human', seconds: helloSeconds + how.speechEndThresholdSeconds }
  }
}

/** Seconds from the answer of a mailbox to its beep. */
export const beepSeconds = (greeting: string): number => mailboxPauseSeconds + hearingSeconds(greeting, 'real') + 1

const atTimeout = (answeredBy: AnsweredBy): AnsweredBy => (answeredBy.startsWith('machine_end') ? 'machine_end_other' : 'unknown')

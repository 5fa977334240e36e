import type { LogEntry, Session } from '../ivr/session.ts'
import type { Effect } from '../ivr/effects.ts'
import type { CallInstruction, Language } from '../telephony/provider.ts'

/**
 * What a caller hears when the flow cannot be followed. Pure constants and steps: they must work when nothing else does.
 */
const WORDS = {
  en: {
    moment: 'One moment, please.',
    leaveMessage: 'I am sorry, our system is having trouble. Please say your name, your number and your problem after the tone. A person will take care of it.',
    thanks: 'Thank you. Your message has been taken, and a person will take care of it. Goodbye.',
  },
  ru: {
    moment: 'Одну минуту, пожалуйста.',
    leaveMessage: 'Извините, в системе неполадки. Назовите после сигнала ваше имя, номер и что случилось. Этим займётся сотрудник.',
    thanks: 'Спасибо. Сообщение записано, им займётся сотрудник. До свидания.',
  },
} as const

type Phrase = keyof (typeof WORDS)['en']

/** The phrase in the caller's language; in both when the language is not known or has no words here. */
export function emergencyWords(phrase: Phrase, language: Language | undefined): ReadonlyArray<{ text: string; language: Language }> {
  if (language === 'en' || language === 'ru') return [{ text: WORDS[language][phrase], language }]
  return [
    { text: WORDS.en[phrase], language: 'en' },
    { text: WORDS.ru[phrase], language: 'ru' },
  ]
}

export type EmergencyStep = { session: Session; instructions: CallInstruction[]; effects: Effect[]; log: LogEntry[] }

/** A session for a call that no flow could take. */
export function strandedSession(language: Language): Session {
  return {
    flow: '',
    flowVersion: '',
    turn: 0,
    language,
    call: { from: null, to: null },
    customer: null,
    captured: {},
    results: {},
    position: null,
    trail: [],
    achieved: [],
    isOver: false,
  }
}

/** The engine failed or there is no flow: apologise and take a message. */
export function failureStep(session: Session, reason: string): EmergencyStep {
  const words = emergencyWords('leaveMessage', session.language)
  return {
    session: { ...session, turn: session.turn + 1, position: null, isOver: false },
    instructions: [...words.map((said) => ({ verb: 'say' as const, ...said })), { verb: 'record', maxSeconds: 120, silenceSeconds: 5, finishOnKey: '#' }],
    effects: [],
    log: [{ kind: 'failed', step: session.position?.step ?? '', reason }],
  }
}

/** His number is blocked: the line does not take the call, which then costs nobody anything. */
export function rejectionStep(session: Session): EmergencyStep {
  return {
    session: { ...session, turn: session.turn + 1, position: null, isOver: true },
    instructions: [{ verb: 'reject', reason: 'rejected' }],
    effects: [],
    log: [{ kind: 'turnedAway', step: '' }],
  }
}

/** A message was left outside the flow: it is kept like any voicemail. */
export function messageStep(session: Session, { recordingSid, url, seconds }: { recordingSid: string; url: string; seconds: number }): EmergencyStep {
  return {
    session: { ...session, turn: session.turn + 1, position: null, achieved: [...session.achieved, 'voicemail'], isOver: true },
    instructions: [...emergencyWords('thanks', session.language).map((said) => ({ verb: 'say' as const, ...said })), { verb: 'hangUp' }],
    effects: [{ kind: 'voicemail', recordingSid, url, seconds, title: 'Message left while the line had trouble', severity: 'high' }],
    log: [{ kind: 'recorded', step: 'emergency', seconds }],
  }
}

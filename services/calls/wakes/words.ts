import type { Language } from '../../telephony/provider.ts'

/** What somebody hears who is called about an urgent case, in his own language. */
type CaseToTake = { company: string; number: string; title: string; caller: string }

type WakeWords = {
  asks: (urgent: CaseToTake) => string
  accepted: string
  /** Everybody had been called in vain when he took it. */
  acceptedLate: string
  /** After the call to the caller, whether it came about or not. */
  afterConnecting: string
  refused: string
  taken: (by: string) => string
  closed: string
  notNeeded: string
  /** While Postgres is away. */
  moment: string
  keyIsKept: string
  callTheOffice: string
}

const en: WakeWords = {
  asks: ({ company, number, title, caller }) =>
    `Urgent call for ${company}. Case ${slowly(number)}. ${sentence(title)} The caller waits for your call at ${slowly(caller)}. Press 1 to take it, 2 to refuse.`,
  accepted: 'You have it. Press 1 to be connected with the caller now, or hang up and call within 30 minutes.',
  acceptedLate: 'You have it. The caller was told that nobody could be reached. Press 1 to be connected with the caller now, or hang up and call back.',
  afterConnecting: 'If you could not talk, the line of the caller may have been busy. Please call again in a few minutes. Goodbye.',
  refused: 'Thank you. Goodbye.',
  taken: (by) => `${by} has taken this case already. Thank you. Goodbye.`,
  closed: 'This case is closed already. Thank you. Goodbye.',
  notNeeded: 'This call is no longer needed. Thank you. Goodbye.',
  moment: 'Urgent call. Our system is slow just now. One moment, please.',
  keyIsKept: 'Our system has trouble. What you pressed is kept, but nobody has confirmed it. Please call the office. Goodbye.',
  callTheOffice: 'There is an urgent call, but our system has trouble. Please call the office. Goodbye.',
}

const ru: WakeWords = {
  asks: ({ company, number, title, caller }) =>
    `Срочный вызов, ${company}. Обращение ${slowly(number)}. ${sentence(title)} Клиент ждёт звонка по номеру ${slowly(caller)}. Принять: нажмите 1. Отказаться: 2.`,
  accepted: 'Обращение за вами. Нажмите 1, чтобы соединиться с клиентом сейчас, или повесьте трубку и перезвоните в течение 30 минут.',
  acceptedLate: 'Обращение за вами. Клиенту сказали, что никто не ответил. Нажмите 1, чтобы соединиться с ним сейчас, или повесьте трубку и перезвоните.',
  afterConnecting: 'Если поговорить не удалось, линия клиента могла быть занята. Перезвоните, пожалуйста, через несколько минут. До свидания.',
  refused: 'Спасибо. До свидания.',
  taken: (by) => `Это обращение уже принято: ${by}. Спасибо. До свидания.`,
  closed: 'Это обращение уже закрыто. Спасибо. До свидания.',
  notNeeded: 'Этот вызов больше не нужен. Спасибо. До свидания.',
  moment: 'Срочный вызов. Система сейчас отвечает медленно. Одну минуту, пожалуйста.',
  keyIsKept: 'В системе неполадки. Ваше нажатие сохранено, но не подтверждено. Позвоните, пожалуйста, в офис. До свидания.',
  callTheOffice: 'Срочный вызов, но в системе неполадки. Позвоните, пожалуйста, в офис. До свидания.',
}

/** A language that has no words here gets English, and its voice. */
export function wakeWords(language: Language | undefined): WakeWords & { language: Language } {
  return language === 'ru' ? { ...ru, language } : { ...en, language: 'en' }
}

/** Digit by digit, so that it can be written down. */
const slowly = (digits: string): string => [...digits.replace(/\D/g, '')].join(', ')

const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)

/** What he hears while Postgres is away. `languageOf` knows better when nothing is said. */
export function emergencyWakeWords(languageOf: (language?: Language) => Language | undefined) {
  const words = (word: 'moment' | 'keyIsKept' | 'callTheOffice') => (language?: Language) => {
    const { language: spoken, [word]: text } = wakeWords(languageOf(language))
    return [{ text, language: spoken }]
  }
  return { wakeMoment: words('moment'), wakeKeyIsKept: words('keyIsKept'), wakeOffice: words('callTheOffice') }
}

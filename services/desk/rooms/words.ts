import type { Language } from '../../telephony/provider.ts'

/** What is said about rooms: to the caller while he is held, and to people of ours who are called into one. */
type RoomWords = {
  hold: string
  colleague: (asked: { by: string; customer: string | null }) => string
  supervisor: (asked: { agent: string; customer: string | null }) => string
  refused: string
  over: string
}

const en: RoomWords = {
  hold: 'One moment, please. We are still with you.',
  colleague: ({ by, customer }) => `${by} asks for you in a call${customer === null ? '' : ` with ${customer}`}. Press 1 to talk.`,
  supervisor: ({ agent, customer }) => `The call of ${agent}${customer === null ? '' : ` with ${customer}`}. Press 1 to come in.`,
  refused: 'Thank you. Goodbye.',
  over: 'This call is over. Thank you. Goodbye.',
}

const ru: RoomWords = {
  hold: 'Одну минуту, пожалуйста. Мы с вами, не кладите трубку.',
  colleague: ({ by, customer }) =>
    `Вас просят подойти к разговору. Сотрудник: ${by}.${customer === null ? '' : ` Клиент: ${customer}.`} Чтобы говорить, нажмите 1.`,
  supervisor: ({ agent, customer }) => `Разговор, который ведёт ${agent}.${customer === null ? '' : ` Клиент: ${customer}.`} Чтобы войти, нажмите 1.`,
  refused: 'Спасибо. До свидания.',
  over: 'Этот разговор закончен. Спасибо. До свидания.',
}

const IN_EACH: Readonly<Record<string, RoomWords>> = { en, ru }

export function roomWords(language: Language | undefined): RoomWords & { language: Language } {
  const words = language === undefined ? undefined : IN_EACH[language]
  return words && language !== undefined ? { ...words, language } : { ...en, language: 'en' }
}

/** What the line says by itself about rooms. */
export function heldWords(languageOf: (asked: string | undefined) => string | undefined) {
  const one = (name: 'hold' | 'over') => (asked?: string) => {
    const words = roomWords(languageOf(asked))
    return [{ text: words[name], language: words.language }]
  }
  return { hold: one('hold'), roomOver: one('over') }
}

/** What the owner of a case hears on his own phone when he calls the customer. */
type CallNowWords = {
  asks: (call: { number: string; customer: string }) => string
  connecting: string
  ended: string
  noAnswer: string
}

const en: CallNowWords = {
  asks: ({ number, customer }) => `Your call for case ${spelled(number)}${customer === '' ? '' : `, ${customer}`}. Press 1 to be connected.`,
  connecting: 'I am calling.',
  ended: 'The call is over. Goodbye.',
  noAnswer: 'Nobody answered. It stands on the case. Goodbye.',
}
const ru: CallNowWords = {
  asks: ({ number, customer }) => `Ваш звонок по обращению ${spelled(number)}${customer === '' ? '' : `, ${customer}`}. Чтобы соединиться, нажмите 1.`,
  connecting: 'Набираю номер.',
  ended: 'Разговор окончен. До свидания.',
  noAnswer: 'Никто не ответил. Это записано в обращении. До свидания.',
}

const spelled = (number: string): string => [...number].join(' ')
const IN_EACH: Readonly<Record<string, CallNowWords>> = { en, ru }

export function callNowWords(language: string): CallNowWords & { language: string } {
  const words = IN_EACH[language]
  return words ? { ...words, language } : { ...en, language: 'en' }
}

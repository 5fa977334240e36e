import type { Outcome } from './plan.ts'

/** What one of us hears of a callback before he takes it; null and '': not known. */
export type Told = {
  /** The customer, as the record or he himself calls him. */
  customer: string
  /** What it is about. */
  reason: string
  /** His own words, when they are in the language of who hears them. */
  words: string
  askFor: string
  extension: string
  caseNumber: string
}

type AttemptWords = {
  /** To one of us. */
  offer: (told: Told) => string
  /** He calls by himself. */
  ownCall: (told: Pick<Told, 'customer' | 'caseNumber'>) => string
  calling: string
  connecting: string
  refused: string
  over: string
  /** Why he talks with nobody. */
  missed: Readonly<Partial<Record<Outcome, string>>> & { other: string }
  /** Where nobody tries again but he. */
  missedByHim: Readonly<Partial<Record<Outcome, string>>>
  /** To the customer. */
  hello: (company: string) => string
  keepsPlace: string
  goodbye: string
  voicemail: (company: string) => string
}

const en: AttemptWords = {
  offer: (told) =>
    sentences(
      told.customer === '' ? 'A callback' : `A callback for ${told.customer}`,
      told.reason,
      told.words && `In his words: ${told.words}`,
      told.askFor && `Ask for ${told.askFor}`,
      told.extension && `Extension ${spelled(told.extension)} is dialled for you`,
      told.caseNumber && `Case ${spelled(told.caseNumber)}`,
      'Press 1 to take it, 2 to leave it to somebody else',
    ),
  ownCall: ({ customer, caseNumber }) => `Your call for case ${spelled(caseNumber)}${customer === '' ? '' : `, ${customer}`}. Press 1 to be connected.`,
  calling: 'I am calling.',
  connecting: 'You are connected.',
  refused: 'Somebody else will call. Thank you.',
  over: 'The call is over. Goodbye.',
  missed: {
    customerBusy: 'The line is busy. It is tried again later. Goodbye.',
    customerNoAnswer: 'Nobody answered. It stands on the case. Goodbye.',
    customerMachine: 'A machine answered. It is tried again later. Goodbye.',
    customerFailed: 'The number could not be reached. It stands on the case. Goodbye.',
    customerHungUp: 'The customer has hung up. Goodbye.',
    failed: 'The call could not be placed just now; it keeps its place. Goodbye.',
    unknown: 'The call could not be placed just now; it keeps its place. Goodbye.',
    other: 'This callback is not needed any more. Thank you.',
  },
  missedByHim: { customerBusy: 'The line is busy. It stands on the case. Goodbye.' },
  hello: (company) => `Hello, this is ${company}. You asked us to call you. One moment, I am connecting you.`,
  keepsPlace: 'I am sorry, the line to our colleague was cut. You keep your place, and we call you again.',
  goodbye: 'Thank you. Goodbye.',
  voicemail: (company) => `Hello, this is ${company}. You asked us to call you back, and we have not reached you. We will try again. Goodbye.`,
}

const ru: AttemptWords = {
  offer: (told) =>
    sentences(
      told.customer === '' ? 'Обратный звонок' : `Обратный звонок. Клиент: ${told.customer}`,
      told.reason,
      told.words && `Его словами: ${told.words}`,
      told.askFor && `Спросить: ${told.askFor}`,
      told.extension && `Добавочный номер ${spelled(told.extension)} наберётся сам`,
      told.caseNumber && `Обращение ${spelled(told.caseNumber)}`,
      'Чтобы принять, нажмите 1. Чтобы оставить другому, нажмите 2',
    ),
  ownCall: ({ customer, caseNumber }) =>
    `Ваш звонок по обращению ${spelled(caseNumber)}${customer === '' ? '' : `, ${customer}`}. Чтобы соединиться, нажмите 1.`,
  calling: 'Набираю номер.',
  connecting: 'Соединяю.',
  refused: 'Позвонит кто-нибудь другой. Спасибо.',
  over: 'Разговор окончен. До свидания.',
  missed: {
    customerBusy: 'Номер занят. Мы попробуем позже. До свидания.',
    customerNoAnswer: 'Никто не ответил. Это записано в обращении. До свидания.',
    customerMachine: 'Ответил автоответчик. Мы попробуем позже. До свидания.',
    customerFailed: 'Дозвониться не удалось. Это записано в обращении. До свидания.',
    customerHungUp: 'Клиент положил трубку. До свидания.',
    failed: 'Сейчас позвонить не удалось; очередь сохраняется. До свидания.',
    unknown: 'Сейчас позвонить не удалось; очередь сохраняется. До свидания.',
    other: 'Этот звонок больше не нужен. Спасибо.',
  },
  missedByHim: { customerBusy: 'Номер занят. Это записано в обращении. До свидания.' },
  hello: (company) => `Здравствуйте, это ${company}. Вы просили вам перезвонить. Одну минуту, соединяю.`,
  keepsPlace: 'Извините, связь с нашим сотрудником прервалась. Ваша очередь сохраняется, мы перезвоним.',
  goodbye: 'Спасибо. До свидания.',
  voicemail: (company) => `Здравствуйте, это ${company}. Вы просили перезвонить, но мы вас не застали. Мы позвоним ещё раз. До свидания.`,
}

const spelled = (number: string): string => [...number.replaceAll('w', '')].join(' ')
const sentences = (...all: readonly string[]): string =>
  all
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => (/[.!?…]$/.test(one) ? one : `${one}.`))
    .join(' ')

const IN_EACH: Readonly<Record<string, AttemptWords>> = { en, ru }

export function attemptWords(language: string): AttemptWords & { language: string } {
  const words = IN_EACH[language]
  return words ? { ...words, language } : { ...en, language: 'en' }
}

const MOST_LETTERS = 160
/** The beginning of what he has written, cut at a word: nobody listens to more before he says yes. */
export function beginningOf(words: string): string {
  const one = words.replace(/\s+/g, ' ').trim()
  if (one.length <= MOST_LETTERS) return one
  const cut = one.slice(0, MOST_LETTERS)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), MOST_LETTERS / 2)).toWellFormed()}…`
}

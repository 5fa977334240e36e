import type { MessageKind } from './intents.ts'

/** What nobody could say in a template: how a case stands in few words, and what is said around a message that is heard. */
type MessageWords = {
  states: Readonly<Record<MessageKind, string>>
  /** For a case without an open promise. */
  soon: string
  nobody: string
  hello: (company: string) => string
  talk: string
  again: string
  goodbye: string
  connecting: string
  /** Nobody of ours picked up. */
  leaveMessage: string
  messageTaken: string
  /** Heard by his machine, or by whoever hears it. */
  machine: (company: string) => string
  notNeeded: string
  rated: string
  notRated: string
  /** To the owner, when a customer wants to talk. */
  screen: (number: string, title: string) => string
}

const en: MessageWords = {
  states: {
    taken: 'is being worked on',
    climbed: 'has been passed on and is being worked on',
    solved: 'is solved',
    late: 'takes longer than we said; we are sorry',
    promise: 'has a new time; call us to hear it',
    survey: 'is solved',
    written: 'has news; please call us',
  },
  soon: 'as soon as we can',
  nobody: 'a colleague',
  hello: (company) => `Hello, this is an automatic call of ${company}.`,
  talk: 'To talk to us about it, press 1.',
  again: 'To hear it again, press 2.',
  goodbye: 'Thank you. Goodbye.',
  connecting: 'One moment, please.',
  leaveMessage: 'Nobody can answer just now. Please say after the tone what you want to tell us; it goes to the person who has your case.',
  messageTaken: 'Thank you. Your message is with your case. Goodbye.',
  machine: (company) => `This is ${company}. We will call again. Goodbye.`,
  notNeeded: 'This call is no longer needed. Goodbye.',
  rated: 'Thank you for your answer. Goodbye.',
  notRated: 'That is all right. Goodbye.',
  screen: (number, title) => `A customer wants to talk about case ${number}. ${title}`,
}

const ru: MessageWords = {
  states: {
    taken: 'в работе',
    climbed: 'передано дальше и в работе',
    solved: 'решено',
    late: 'требует больше времени, чем мы обещали; приносим извинения',
    promise: 'получило новый срок; позвоните нам, чтобы узнать его',
    survey: 'решено',
    written: 'с новостями; пожалуйста, позвоните нам',
  },
  soon: 'как можно скорее',
  nobody: 'наш сотрудник',
  hello: (company) => `Здравствуйте, это автоматический звонок, ${company}.`,
  talk: 'Чтобы поговорить с нами, нажмите 1.',
  again: 'Чтобы прослушать ещё раз, нажмите 2.',
  goodbye: 'Спасибо. До свидания.',
  connecting: 'Одну минуту, пожалуйста.',
  leaveMessage: 'Сейчас никто не может ответить. Скажите после сигнала, что нам передать; это услышит тот, кто ведёт ваше обращение.',
  messageTaken: 'Спасибо. Ваше сообщение приложено к обращению. До свидания.',
  machine: (company) => `Это ${company}. Мы перезвоним. До свидания.`,
  notNeeded: 'Этот звонок больше не нужен. До свидания.',
  rated: 'Спасибо за ответ. До свидания.',
  notRated: 'Ничего страшного. До свидания.',
  screen: (number, title) => `Клиент хочет поговорить об обращении ${number}. ${title}`,
}

/** A language that has no words here gets English. */
export function messageWords(language: string): MessageWords & { language: string } {
  return language === 'ru' ? { ...ru, language } : { ...en, language: 'en' }
}

/** The template of an intent, or the one for numbers that others may share. */
export function templateKey(kind: MessageKind, isPersonal: boolean): string {
  return isPersonal || kind === 'survey' ? kind : 'status'
}

/** How long it takes to say, at least: voices take some 60 ms for a letter. */
export const speakingSeconds = (text: string): number => text.length * 0.06

/** Digit by digit, so that it can be written down. */
export const slowly = (digits: string): string => [...digits.replace(/\D/g, '')].join(', ')

import type { Language } from '../../telephony/provider.ts'

export type Arrival = { number: string; title: string; level: string; from: string; reason: string }

const en = {
  sms: ({ number, title, level }: Arrival) => `Case ${number} is yours now (${level}): ${short(title)}`,
  subject: ({ number, title }: Arrival) => `Case ${number} is yours now: ${title}`,
  email: ({ number, title, level, from, reason }: Arrival) =>
    [`Case ${number} has come to your level, ${level}, and is yours.`, '', title, '', `Passed up by ${from}: ${reason}`].join('\n'),
}
const ru: typeof en = {
  sms: ({ number, title, level }) => `Обращение ${number} теперь ваше (${level}): ${short(title)}`,
  subject: ({ number, title }) => `Обращение ${number} теперь ваше: ${title}`,
  email: ({ number, title, level, from, reason }) =>
    [`Обращение ${number} поступило на ваш уровень, ${level}, и теперь ваше.`, '', title, '', `Передал(а) ${from}: ${reason}`].join('\n'),
}

/** A language that has no words here gets English. */
export const arrivalWords = (language: Language): typeof en => (language === 'ru' ? ru : en)

const short = (text: string): string => (text.length <= 80 ? text : `${text.slice(0, 79)}…`)

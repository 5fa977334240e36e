import type { FaultCode } from './request.ts'

export type Language = 'en' | 'ru'
/** The public pages are in these; a callback may be asked for in any other in which we talk. */
export const PAGE_LANGUAGES = ['en', 'ru'] as const

/** The text with the code: short, since each costs money. */
export function codeText(language: string, { company, code, minutes }: { company: string; code: string; minutes: number }): string {
  return language === 'ru'
    ? `${company}: код ${code}. Действует ${minutes} мин. Если вы не просили перезвонить, ничего не делайте.`
    : `${company}: your code is ${code}. It works for ${minutes} minutes. If you did not ask us to call you, do nothing.`
}

/** What is wrong with a field, for people. */
export const FAULTS: Readonly<Record<Language, Readonly<Record<FaultCode, string>>>> = {
  en: {
    numberMissing: 'Enter the number that we should call.',
    numberWrong: 'This number cannot be called. Enter it with its area code, or with + and the country code, e.g. +49 30 901820.',
    mobileNeeded: 'Enter a mobile number: we send a code to it first.',
    emailMissing: 'Enter an e-mail address, or a mobile number, for the answer.',
    emailWrong: 'This is not an e-mail address. Enter one like name@example.com.',
    extensionWrong: 'Enter the extension in digits, at most 12.',
    wishMissing: 'Choose when we should call.',
    topicUnknown: 'Choose one of the topics.',
    tooLong: 'This is too long. Shorten it.',
    codeWrong: 'Enter the six digits of the code.',
    wrong: 'This cannot be used. Look at it again.',
  },
  ru: {
    numberMissing: 'Укажите номер, по которому вам позвонить.',
    numberWrong: 'По этому номеру позвонить нельзя. Укажите его с кодом города или с + и кодом страны, например +7 495 123-45-67.',
    mobileNeeded: 'Укажите мобильный номер: сначала мы пришлём на него код.',
    emailMissing: 'Укажите адрес электронной почты или мобильный номер для ответа.',
    emailWrong: 'Это не адрес электронной почты. Пример: name@example.com.',
    extensionWrong: 'Добавочный номер пишут цифрами, не больше 12.',
    wishMissing: 'Выберите, когда вам позвонить.',
    topicUnknown: 'Выберите тему из списка.',
    tooLong: 'Слишком длинно. Сократите.',
    codeWrong: 'Введите шесть цифр кода.',
    wrong: 'Так не получится. Проверьте это поле.',
  },
}

/** Topics as customers would say them; others have the title of their rule. */
export const TOPICS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  fault: { en: 'Something does not work', ru: 'Что-то не работает' },
  invoice: { en: 'A bill or a payment', ru: 'Счёт или оплата' },
  contract: { en: 'My contract', ru: 'Мой договор' },
  newCustomer: { en: 'I want to become a customer', ru: 'Хочу стать клиентом' },
  complaint: { en: 'A complaint', ru: 'Жалоба' },
  other: { en: 'Something else', ru: 'Другое' },
}
/** Reasons that a machine or one of us gives, and danger: who smells gas must call, not wait. */
export const NO_TOPICS = ['abandoned', 'urgent', 'incident', 'callback', 'voicemail', 'text', 'left']

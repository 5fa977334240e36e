import { DateTime } from 'luxon'
import type { ErrorCode } from '../../../errors.ts'
import type { CallbackWindow, PublicStatus } from '../../../schemas/callbacks.ts'
import { PAGE_LANGUAGES, type Language } from '../words.ts'

const en = {
  title: 'We call you back',
  intro: 'Tell us your number. Somebody of us calls you, and knows why.',
  closed: 'We cannot promise a call now. Write what it is about: you get an answer in writing.',
  opens: (at: string) => `Somebody can call again from ${at}.`,
  orCall: 'Or call us:',
  number: 'Your phone number',
  numberHint: 'With its area code, or with + and the country code.',
  extension: 'Extension (if there is one)',
  askFor: 'Whom should we ask for? (if it is not you who picks up)',
  name: 'Your name (optional)',
  email: 'E-mail address (optional)',
  emailHint: 'For an answer in writing, and for news if your number takes no texts.',
  when: 'When should we call?',
  now: 'As soon as possible',
  nowWait: (minutes: number) => (minutes === 0 ? 'As soon as possible: somebody is free' : `As soon as possible: in about ${minutes} min`),
  written: 'Do not call: answer me in writing',
  zone: (zone: string) => `Times are those of ${zone}.`,
  topic: 'What is it about? (optional)',
  noTopic: 'No choice',
  words: 'In your own words (optional)',
  send: 'Send',
  privacy: 'We use the number for this request only.',
  check: 'Please look at this again:',
  leaveEmpty: 'Leave this empty',
  same: 'You have asked for this already. One call is enough: nothing has changed.',
  caseTaken: 'We have your request, and you get an answer in writing.',
  caseNumber: (number: string) => `Its number is ${number}. Keep it.`,
  yourCall: 'Your call',
  window: 'Time',
  numberEnds: 'Your number ends in',
  position: 'Before you',
  wait: 'Wait',
  ahead: (people: number) => (people === 0 ? 'nobody' : String(people)),
  waitMinutes: (minutes: number) => (minutes === 0 ? 'less than a minute' : `about ${minutes} min`),
  refresh: 'Look again',
  code: 'Code',
  codeHint: (ends: string) => `Six digits. We have sent them by text to the number that ends in ${ends}.`,
  confirm: 'Confirm',
  move: 'Choose another time',
  noWindows: 'There is no other time at present.',
  moveTo: 'Another time',
  moveButton: 'Change the time',
  cancel: 'Cancel the call',
  cancelSure: 'Then nobody calls you. You can ask again at any time.',
  cancelButton: 'Yes, cancel it',
  again: 'Ask for a call',
  keepPage: 'Keep the address of this page: with it you see, move or cancel the call.',
  states: {
    codeNeeded: 'One more step: enter the code that we have sent to you.',
    scheduled: 'We call you at this time:',
    waiting: 'You are in the queue. We call you as soon as it is your turn.',
    calling: 'We are calling you at this moment.',
    done: 'This call is done.',
    unreachable: 'We could not reach you. Your request stays with us, and somebody is looking after it.',
    cancelled: 'This call is cancelled. Nobody calls you.',
    over: 'This request does not count any more. Ask again if you need us.',
  } satisfies Record<PublicStatus['state'], string>,
  errors: {
    NOT_NOW: 'We cannot take requests now. Try again later, or call us.',
    WINDOW_GONE: 'This time is taken. Choose another one; all that you have typed is still here.',
    NO_COVER: 'Nobody can call at that time. Choose another one.',
    LINK_NOT_FOUND: 'We do not know this link.',
    LINK_EXPIRED: 'This link does not work any more.',
    CODE_WRONG: 'This is not the code that we have sent.',
    CODE_OVER: 'This code does not work any more. Ask for a call again.',
    CALLBACK_RINGS: 'We are calling you at this moment; nothing can be changed while it lasts.',
    CALLBACK_IS_OVER: 'This request is over already.',
    TOO_MANY_REQUESTS: 'That was too often. Wait a few minutes, and try again.',
    ORIGIN_FOREIGN: 'This form may not be sent from there. Use the form on our own page.',
  } as Partial<Record<ErrorCode, string>>,
  wrong: 'Something went wrong here. Try again in a moment, or call us.',
}
export type PageWords = typeof en

const ru: PageWords = {
  title: 'Мы вам перезвоним',
  intro: 'Оставьте номер. Вам позвонит человек, который уже знает, в чём дело.',
  closed: 'Сейчас мы не можем обещать звонок. Напишите, о чём речь: ответим письменно.',
  opens: (at) => `Позвонить снова можем с ${at}.`,
  orCall: 'Или позвоните нам:',
  number: 'Ваш телефон',
  numberHint: 'С кодом города или с + и кодом страны.',
  extension: 'Добавочный (если есть)',
  askFor: 'Кого позвать? (если трубку возьмёте не вы)',
  name: 'Ваше имя (необязательно)',
  email: 'Электронная почта (необязательно)',
  emailHint: 'Для письменного ответа и для новостей, если на ваш номер не приходят сообщения.',
  when: 'Когда вам позвонить?',
  now: 'Как можно скорее',
  nowWait: (minutes) => (minutes === 0 ? 'Как можно скорее: есть свободный человек' : `Как можно скорее: примерно через ${minutes} мин`),
  written: 'Не звоните, ответьте письменно',
  zone: (zone) => `Часовой пояс: ${zone}.`,
  topic: 'О чём речь? (необязательно)',
  noTopic: 'Не выбрано',
  words: 'Своими словами (необязательно)',
  send: 'Отправить',
  privacy: 'Номер нужен нам только для этой заявки.',
  check: 'Проверьте, пожалуйста:',
  leaveEmpty: 'Оставьте это поле пустым',
  same: 'Вы уже просили об этом. Одного звонка достаточно: ничего не изменилось.',
  caseTaken: 'Заявка у нас, ответим письменно.',
  caseNumber: (number) => `Её номер: ${number}. Сохраните его.`,
  yourCall: 'Ваш звонок',
  window: 'Время',
  numberEnds: 'Ваш номер заканчивается на',
  position: 'Перед вами',
  wait: 'Ждать',
  ahead: (people) => (people === 0 ? 'никого' : String(people)),
  waitMinutes: (minutes) => (minutes === 0 ? 'меньше минуты' : `примерно ${minutes} мин`),
  refresh: 'Обновить',
  code: 'Код',
  codeHint: (ends) => `Шесть цифр. Мы прислали их сообщением на номер, который заканчивается на ${ends}.`,
  confirm: 'Подтвердить',
  move: 'Выбрать другое время',
  noWindows: 'Другого времени сейчас нет.',
  moveTo: 'Другое время',
  moveButton: 'Перенести',
  cancel: 'Отменить звонок',
  cancelSure: 'Тогда вам никто не позвонит. Попросить снова можно в любой момент.',
  cancelButton: 'Да, отменить',
  again: 'Заказать звонок',
  keepPage: 'Сохраните адрес этой страницы: по нему можно посмотреть, перенести или отменить звонок.',
  states: {
    codeNeeded: 'Остался один шаг: введите код, который мы вам прислали.',
    scheduled: 'Мы позвоним вам в это время:',
    waiting: 'Вы в очереди. Позвоним, как только она до вас дойдёт.',
    calling: 'Мы звоним вам прямо сейчас.',
    done: 'Этот звонок состоялся.',
    unreachable: 'Мы не смогли до вас дозвониться. Заявка остаётся у нас, ею занимаются.',
    cancelled: 'Звонок отменён. Вам никто не позвонит.',
    over: 'Эта заявка больше не действует. Если мы нужны, оставьте новую.',
  },
  errors: {
    NOT_NOW: 'Сейчас мы не принимаем заявки. Попробуйте позже или позвоните нам.',
    WINDOW_GONE: 'Это время уже занято. Выберите другое; всё, что вы написали, осталось на месте.',
    NO_COVER: 'В это время позвонить некому. Выберите другое.',
    LINK_NOT_FOUND: 'Такой ссылки мы не знаем.',
    LINK_EXPIRED: 'Эта ссылка больше не действует.',
    CODE_WRONG: 'Это не тот код, который мы прислали.',
    CODE_OVER: 'Код больше не действует. Закажите звонок ещё раз.',
    CALLBACK_RINGS: 'Мы звоним вам прямо сейчас; пока звонок идёт, изменить ничего нельзя.',
    CALLBACK_IS_OVER: 'Эта заявка уже завершена.',
    TOO_MANY_REQUESTS: 'Слишком часто. Подождите несколько минут и попробуйте снова.',
    ORIGIN_FOREIGN: 'Отсюда форму отправить нельзя. Откройте её на нашей странице.',
  },
  wrong: 'У нас что-то сломалось. Попробуйте через минуту или позвоните нам.',
}

export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = { en, ru }

/** What was asked for, else what the browser prefers, else ours. */
export function pageLanguage(asked: string | undefined, accepted: string | undefined, house: string): Language {
  const wanted = [asked, ...(accepted ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase()), house]
  return PAGE_LANGUAGES.find((language) => language === wanted.find((one) => PAGE_LANGUAGES.some((known) => known === one))) ?? 'en'
}

/** "Mon 23 November, 14:00–15:00", by the clock of `zone`. */
export function windowText({ from, to }: CallbackWindow, zone: string, language: Language): string {
  return `${momentText(from, zone, language)}–${shown(to, zone, language).toFormat('HH:mm')}`
}

export function momentText(at: string, zone: string, language: Language): string {
  return shown(at, zone, language).toFormat(language === 'ru' ? 'ccc, d MMMM, HH:mm' : 'ccc d MMMM, HH:mm')
}

const shown = (at: string, zone: string, language: Language): DateTime => DateTime.fromISO(at, { zone }).setLocale(language)

/** Every sentence of the widget, in English and in Russian. */
export const WORDS = {
  title: ['We call you back', 'Мы вам перезвоним'],
  away: ['The line does not answer. Nothing that you typed is lost.', 'Линия не отвечает. Всё, что вы написали, сохранено.'],
  offline: ['You are offline. Nothing that you typed is lost.', 'Нет подключения к сети. Всё, что вы написали, сохранено.'],
  again: ['Try again', 'Попробовать ещё раз'],
  number: ['Your phone number', 'Ваш номер телефона'],
  numberHint: ['From abroad with the country code: +49\u00a030\u00a023125017', 'Из-за рубежа — с кодом страны: +49\u00a030\u00a023125017'],
  switchboard: ['At a switchboard?', 'Звонить через коммутатор?'],
  extension: ['Extension', 'Добавочный номер'],
  askFor: ['Whom shall we ask for?', 'Кого позвать?'],
  name: ['Your name', 'Ваше имя'],
  when: ['When?', 'Когда?'],
  now: ['As soon as possible', 'Как можно скорее'],
  wait: ['Wait now: about {minutes} min.', 'Ждать сейчас около {minutes} мин.'],
  waitHint: ['Reckoned from who waits now and who is there to call.', 'Рассчитано по тому, кто ждёт сейчас и кто может звонить.'],
  window: ['At a time that suits me', 'В удобное мне время'],
  choose: ['Please choose', 'Выберите'],
  time: ['Time', 'Время'],
  zone: ['Times are in: {zone}', 'Часовой пояс: {zone}'],
  written: ['Do not call, answer me in writing', 'Не звоните, ответьте письменно'],
  closed: [
    'Right now we cannot promise you a call. Write to us, and somebody answers in writing.',
    'Сейчас мы не можем обещать звонок. Напишите нам, и вам ответят письменно.',
  ],
  opensAt: ['We are there again on {day}, {time}.', 'Мы снова на месте: {day}, {time}.'],
  email: ['E-mail address', 'Адрес эл. почты'],
  emailHint: ['Without it we send a text to your mobile phone.', 'Без адреса мы отправим SMS на ваш мобильный.'],
  topic: ['What is it about?', 'О чём пойдёт речь?'],
  words: ['What shall we know beforehand?', 'Что нам нужно знать заранее?'],
  optional: ['{label} (optional)', '{label} (необязательно)'],
  send: ['Call me back', 'Перезвоните мне'],
  sendWritten: ['Send', 'Отправить'],
  kept: ['{company} keeps your number with your request.', '{company} хранит ваш номер вместе с запросом.'],
  faults: ['Something is missing or wrong: {count}', 'Не заполнено или неверно: {count}'],
  numberMissing: ['Enter the number that we should call.', 'Укажите номер, по которому вам позвонить.'],
  numberBad: [
    'This number cannot be called. Enter it with its area code, or with + and the country code.',
    'По этому номеру позвонить нельзя. Укажите его с кодом города или с + и кодом страны.',
  ],
  extensionBad: ['An extension has up to 12 digits.', 'Добавочный номер — до 12 цифр.'],
  emailBad: ['Enter an e-mail address like name@example.com.', 'Укажите адрес эл. почты, например name@example.com.'],
  windowGone: ['This time is not free any more. Choose another one.', 'Это время уже занято. Выберите другое.'],
  nowGone: ['We cannot call that soon any more. Choose a time.', 'Так скоро мы уже не сможем позвонить. Выберите время.'],
  notNow: ['We cannot take requests at this moment. Try again later, or call us.', 'Сейчас мы не можем принять запрос. Попробуйте позже или позвоните нам.'],
  wrong: ['This cannot be taken as it is. Please call us.', 'Запрос в таком виде принять нельзя. Позвоните нам.'],
  tooMany: ['That was too often. Try again in {minutes} min.', 'Слишком часто. Попробуйте через {minutes} мин.'],
  codeTitle: ['Confirm your number', 'Подтвердите номер'],
  codeText: [
    'A text with six digits is on its way to {number}: nobody shall have us call you against your will.',
    'На номер {number} отправлено SMS с шестью цифрами: никто не закажет вам звонок против вашей воли.',
  ],
  code: ['The six digits', 'Шесть цифр'],
  codeWrong: ['These are not the six digits that we sent.', 'Это не те шесть цифр, которые мы отправили.'],
  codeOver: ['These digits do not count any more. Send your request again.', 'Эти цифры больше не действуют. Отправьте запрос ещё раз.'],
  confirm: ['Confirm', 'Подтвердить'],
  back: ['Change what I wrote', 'Изменить написанное'],
  accepted: ['Thank you. We call you back.', 'Спасибо. Мы вам перезвоним.'],
  same: ['You have asked already. We call you once, and you keep your place.', 'Вы уже просили. Мы позвоним один раз, ваше место сохранено.'],
  case: ['Thank you. We have it.', 'Спасибо. Мы получили ваш запрос.'],
  caseText: ['Somebody answers you in writing.', 'Вам ответят письменно.'],
  scheduled: ['We call you on {day}, {time}.', 'Мы позвоним вам: {day}, {time}.'],
  waiting: ['We call you as soon as possible, by {time} at the latest.', 'Мы позвоним вам как можно скорее, не позднее {time}.'],
  calling: ['We are calling you now. Please pick up.', 'Мы звоним вам прямо сейчас. Возьмите трубку.'],
  done: ['We have talked. Thank you.', 'Мы поговорили. Спасибо.'],
  unreachable: ['We did not reach you. Somebody takes care of your request.', 'Мы не смогли до вас дозвониться. Вашим запросом занимаются.'],
  cancelled: ['You have cancelled; we do not call.', 'Вы отменили звонок, мы не позвоним.'],
  over: ['This request is over.', 'Этот запрос завершён.'],
  place: ['You are number {position}.', 'Ваш номер в очереди: {position}.'],
  link: ['See, move or cancel your callback', 'Посмотреть, перенести или отменить звонок'],
  new: ['Ask again', 'Попросить ещё раз'],
  caseNumber: ['Its number is {number}.', 'Номер запроса: {number}.'],
}

export type Word = keyof typeof WORDS
export type Language = 'en' | 'ru'

/** The first of the tags (`ru-RU`, `de`) that there are words for. */
export function languageOf(tags: readonly (string | null | undefined)[]): Language {
  const known = tags.map((tag) => tag?.slice(0, 2).toLowerCase()).find((tag) => tag === 'en' || tag === 'ru')
  return known ?? 'en'
}

export type Say = (word: Word, values?: Readonly<Record<string, string | number>>) => string
export const sayIn =
  (language: Language): Say =>
  (word, values = {}) =>
    (WORDS[word][language === 'ru' ? 1 : 0] ?? '').replace(/\{(\w+)\}/g, (blank, name: string) => String(values[name] ?? blank))

/** Sentences that a flow need not write. A flow replaces them, or adds a language, under `phrases:`. */

export const phraseNames = [
  'noInput',
  'noMatch',
  'confirmKeys',
  'confirmSpeech',
  'wait',
  'stillTrying',
  'apology',
  'thanks',
  'screen',
  'goodbye',
  'askPin',
  'wrongPin',
  'tooManyPins',
  'askPresence',
  'isReady',
  'isOnBreak',
  'isAway',
  'queuePosition',
  'offerLeave',
  'offerCallback',
  'holdOn',
  'stillHolding',
  'wakePrompt',
  'wakeWaiting',
  'askCaseNumber',
  'caseNotFound',
  'askName',
  'nameNotFound',
  'chooseEntry',
  'noneOfThem',
  'incidentOffer',
  'confirmMeant',
  'useKeys',
  'again',
] as const
export type PhraseName = (typeof phraseNames)[number]

/** Said in any flow: when it fails, and at the end. */
export const usualPhrases: ReadonlyArray<PhraseName> = ['apology', 'thanks', 'goodbye']

/** What a sentence may name beside the values of the call: what was heard, the person or the key that is offered. */
export const phraseValues: Readonly<Partial<Record<PhraseName, ReadonlyArray<string>>>> = {
  confirmKeys: ['answer'],
  confirmSpeech: ['answer'],
  confirmMeant: ['answer'],
  chooseEntry: ['answer', 'key'],
  noneOfThem: ['key'],
}

/** Each at most eight seconds long (120 letters): nobody keeps more in mind. */
export const builtInPhrases: Readonly<Record<PhraseName, Readonly<Record<string, string>>>> = {
  noInput: { en: 'I did not hear anything.', ru: 'Я ничего не услышала.' },
  noMatch: { en: 'Sorry, I did not understand that.', ru: 'Простите, я не поняла.' },
  confirmKeys: {
    en: 'You entered {{answer | digits}}. If that is right, press 1. To enter it again, press 2.',
    ru: 'Вы ввели {{answer | digits}}. Если всё верно, нажмите 1. Чтобы ввести снова, нажмите 2.',
  },
  confirmSpeech: {
    en: 'I understood: {{answer}}. If that is right, press 1. To say it again, press 2.',
    ru: 'Я услышала: {{answer}}. Если всё верно, нажмите 1. Чтобы повторить, нажмите 2.',
  },
  wait: { en: 'One moment, please.', ru: 'Одну минуту, пожалуйста.' },
  stillTrying: { en: 'I am still trying. One moment, please.', ru: 'Я ещё пытаюсь дозвониться. Одну минуту.' },
  apology: {
    en: 'I am sorry, something went wrong on our side. Please tell us after the tone what it is about. A person will listen.',
    ru: 'Простите, у нас что-то пошло не так. После сигнала расскажите, что случилось. Вас услышит сотрудник.',
  },
  thanks: { en: 'Thank you. A person will listen to your message. Goodbye.', ru: 'Спасибо. Сотрудник прослушает ваше сообщение. До свидания.' },
  screen: { en: 'A call from the support line. To take it, press 1.', ru: 'Звонок с линии поддержки. Чтобы принять, нажмите 1.' },
  goodbye: { en: 'Goodbye.', ru: 'До свидания.' },
  askPin: { en: 'Please enter your PIN, then hash.', ru: 'Введите ваш ПИН-код и решётку.' },
  wrongPin: { en: 'That PIN is not right.', ru: 'Этот ПИН-код неверен.' },
  tooManyPins: { en: 'There were too many wrong PINs. Please try again in an hour.', ru: 'Слишком много неверных ПИН-кодов. Попробуйте через час.' },
  askPresence: {
    en: 'If you take calls now, press 1. For a break, press 2. If you are leaving, press 3.',
    ru: 'Если вы готовы принимать звонки, нажмите 1. Перерыв - 2. Если уходите - 3.',
  },
  isReady: { en: 'You take calls now.', ru: 'Теперь вы принимаете звонки.' },
  isOnBreak: { en: 'You are on a break now.', ru: 'У вас теперь перерыв.' },
  isAway: { en: 'You take no more calls.', ru: 'Вы больше не принимаете звонки.' },
  queuePosition: { en: 'You are number {{queue.position}} in line.', ru: 'Ваш номер в очереди: {{queue.position}}.' },
  offerLeave: {
    en: 'You need not wait. To leave it with us, press 1. One of us takes it on, and you have an answer {{promise.by}}.',
    ru: 'Чтобы не ждать и оставить дело нам, нажмите 1. Сотрудник займётся им, ответ будет {{promise.by}}.',
  },
  offerCallback: { en: 'To be called back, press 2.', ru: 'Чтобы мы вам перезвонили, нажмите 2.' },
  holdOn: { en: 'Or stay on the line.', ru: 'Или оставайтесь на линии.' },
  stillHolding: { en: 'You are still in line. Thank you for waiting.', ru: 'Вы всё ещё в очереди. Спасибо, что ждёте.' },
  wakePrompt: {
    en: 'I am calling the people on call now. You may wait, or hang up: whoever takes it will call you back at this number.',
    ru: 'Я звоню дежурным. Можно ждать на линии или повесить трубку: кто возьмёт дело, перезвонит вам на этот номер.',
  },
  wakeWaiting: { en: 'I am still calling.', ru: 'Я ещё дозваниваюсь.' },
  askCaseNumber: { en: 'Please say your case number, or enter it, then hash.', ru: 'Назовите номер обращения или введите его и решётку.' },
  caseNotFound: { en: 'I cannot find a case with that number.', ru: 'Обращения с таким номером я не нахожу.' },
  askName: {
    en: 'Please say the name, or enter its first letters on the keys, then hash.',
    ru: 'Назовите имя или наберите на клавишах его первые буквы и решётку.',
  },
  nameNotFound: { en: 'I cannot find that name.', ru: 'Такого имени я не нахожу.' },
  chooseEntry: { en: 'For {{answer}}, press {{key}}.', ru: '{{answer}}: нажмите {{key}}.' },
  noneOfThem: { en: 'If it is none of them, press {{key}}.', ru: 'Если нужного имени здесь нет, нажмите {{key}}.' },
  incidentOffer: {
    en: '{{incident.text}} If that is why you call, press 1. Otherwise stay on the line.',
    ru: '{{incident.text}} Если вы звоните поэтому, нажмите 1. Иначе оставайтесь на линии.',
  },
  confirmMeant: {
    en: 'I understood: {{answer}}. If that is right, press 1. If not, press 2.',
    ru: 'Вы имели в виду: {{answer}}? Если да, нажмите 1. Если нет, нажмите 2.',
  },
  useKeys: { en: 'Please use the keys of your phone.', ru: 'Пожалуйста, пользуйтесь клавишами телефона.' },
  again: { en: 'I repeat:', ru: 'Повторяю:' },
}

/** Spoken where neither the flow nor we have the sentence in the caller's language. */
export const lastResortLanguage = 'en'

/** What counts as a spoken yes or no at a read-back. */
export const confirmationWords: Readonly<Record<string, { yes: ReadonlyArray<string>; no: ReadonlyArray<string> }>> = {
  en: { yes: ['yes', 'right', 'correct', 'one'], no: ['no', 'wrong', 'again', 'not right', 'not correct', 'two'] },
  ru: { yes: ['да', 'верно', 'правильно', 'один'], no: ['нет', 'неверно', 'не верно', 'неправильно', 'не правильно', 'снова', 'два'] },
}

/** Numbers as people say them one by one. */
export const digitWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: {
    zero: '0',
    oh: '0',
    one: '1',
    two: '2',
    three: '3',
    four: '4',
    five: '5',
    six: '6',
    seven: '7',
    eight: '8',
    nine: '9',
  },
  ru: {
    ноль: '0',
    нуль: '0',
    один: '1',
    одна: '1',
    два: '2',
    две: '2',
    три: '3',
    четыре: '4',
    пять: '5',
    шесть: '6',
    семь: '7',
    восемь: '8',
    девять: '9',
  },
}

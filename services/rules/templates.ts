import type { z } from 'zod'
import type { templateRule } from '../schemas/rules.ts'

type Template = z.input<typeof templateRule>

/** `{{by}}` says "by tomorrow at 8 AM", or "as soon as we can"; `{{number}}` is spelled where it is heard. */
const taken: Template = {
  title: { en: 'Somebody has the case', ru: 'Обращение принято' },
  subject: { en: '{{company}}: your case {{number}}', ru: '{{company}}: ваше обращение {{number}}' },
  text: {
    en: '{{company}}: {{owner}} has your case {{number}} ({{title}}) in hand. You have an answer {{by}}.',
    ru: '{{company}}: ваше обращение {{number}} ({{title}}) ведёт {{owner}}. Ответ будет {{by}}.',
  },
  spoken: {
    en: '{{owner}} has your case in hand: {{title}}. You have an answer {{by}}. Its number is {{number}}.',
    ru: 'Ваше обращение ведёт {{owner}}: {{title}}. Ответ будет {{by}}. Номер обращения: {{number}}.',
  },
}
const climbed: Template = {
  title: { en: 'Passed on to somebody who can do more', ru: 'Передано тому, кто может больше' },
  subject: taken.subject,
  text: {
    en: '{{company}}: your case {{number}} ({{title}}) has been passed on; {{owner}} has it now. You have an answer {{by}}.',
    ru: '{{company}}: ваше обращение {{number}} ({{title}}) передано дальше, теперь его ведёт {{owner}}. Ответ будет {{by}}.',
  },
  spoken: {
    en: 'Your case has been passed on to somebody who can do more about it: {{title}}. {{owner}} has it now. You have an answer {{by}}. Its number is {{number}}.',
    ru: 'Ваше обращение передано тому, кто может сделать больше: {{title}}. Теперь его ведёт {{owner}}. Ответ будет {{by}}. Номер обращения: {{number}}.',
  },
}
const solved: Template = {
  title: { en: 'Solved', ru: 'Решено' },
  subject: { en: '{{company}}: your case {{number}} is solved', ru: '{{company}}: ваше обращение {{number}} решено' },
  text: {
    en: '{{company}}: your case {{number}} ({{title}}) is solved. {{solution}} If it is not, call us and say this number.',
    ru: '{{company}}: ваше обращение {{number}} ({{title}}) решено. {{solution}} Если это не так, позвоните нам и назовите этот номер.',
  },
  spoken: {
    en: 'Your case is solved: {{title}}. {{solution}} Its number is {{number}}. If it is not solved, press 1 now.',
    ru: 'Ваше обращение решено: {{title}}. {{solution}} Номер обращения: {{number}}. Если это не так, нажмите 1.',
  },
}
const late: Template = {
  title: { en: 'We are late', ru: 'Мы опаздываем' },
  subject: taken.subject,
  text: {
    en: '{{company}}: we have not kept the time that we gave you for case {{number}} ({{title}}). We are sorry. {{owner}} has it; you have an answer {{by}}.',
    ru: '{{company}}: мы не уложились в срок по обращению {{number}} ({{title}}). Приносим извинения. Его ведёт {{owner}}; ответ будет {{by}}.',
  },
  spoken: {
    en: 'We have not kept the time that we gave you. We are sorry. Your case: {{title}}. {{owner}} has it now; you have an answer {{by}}. Its number is {{number}}.',
    ru: 'Мы не уложились в обещанный срок. Приносим извинения. Ваше обращение: {{title}}. Его ведёт {{owner}}; ответ будет {{by}}. Номер обращения: {{number}}.',
  },
}
const promise: Template = {
  title: { en: 'Another time was agreed', ru: 'Новый срок' },
  subject: taken.subject,
  text: {
    en: '{{company}}: the time for your case {{number}} ({{title}}) has changed. You have an answer {{by}}.',
    ru: '{{company}}: срок по вашему обращению {{number}} ({{title}}) изменился. Ответ будет {{by}}.',
  },
  spoken: {
    en: 'The time for your case has changed: {{title}}. You have an answer {{by}}. Its number is {{number}}.',
    ru: 'Срок по вашему обращению изменился: {{title}}. Ответ будет {{by}}. Номер обращения: {{number}}.',
  },
}
const survey: Template = {
  title: { en: 'How satisfied is he?', ru: 'Доволен ли клиент?' },
  subject: { en: '{{company}}: were you satisfied?', ru: '{{company}}: вы остались довольны?' },
  text: {
    en: '{{company}}: how satisfied are you with what we did about case {{number}}? Answer with a number from 1 (not at all) to 5 (very), and tell us why in a second message.',
    ru: '{{company}}: довольны ли вы тем, как решено обращение {{number}}? Ответьте числом от 1 (совсем нет) до 5 (очень), а причину напишите следующим сообщением.',
  },
  spoken: {
    en: 'How satisfied are you with what we did about case {{number}}? Press a key from 1, not at all, to 5, very.',
    ru: 'Довольны ли вы тем, как решено обращение {{number}}? Нажмите клавишу от 1, совсем нет, до 5, очень.',
  },
}
/** On a number or address that others may share: nothing but how it stands. */
const status: Template = {
  title: { en: 'How it stands, and nothing personal', ru: 'Состояние, без личного' },
  subject: { en: '{{company}}: case {{number}}', ru: '{{company}}: обращение {{number}}' },
  text: { en: '{{company}}: case {{number}} {{state}}.', ru: '{{company}}: обращение {{number}} {{state}}.' },
  spoken: { en: 'Case {{number}} {{state}}.', ru: 'Обращение {{number}} {{state}}.' },
}

/** These an agent sends; what the program does not know is filled in by him. */
const update: Template = {
  title: { en: 'News', ru: 'Новости' },
  subject: taken.subject,
  text: {
    en: '{{company}}: about your case {{number}} ({{title}}): {{news}} You have an answer {{by}}.',
    ru: '{{company}}: о вашем обращении {{number}} ({{title}}): {{news}} Ответ будет {{by}}.',
  },
  spoken: {
    en: 'About your case, {{title}}: {{news}} You have an answer {{by}}. Its number is {{number}}.',
    ru: 'О вашем обращении, {{title}}: {{news}} Ответ будет {{by}}. Номер обращения: {{number}}.',
  },
}
const question: Template = {
  title: { en: 'Something is missing', ru: 'Не хватает сведений' },
  subject: taken.subject,
  text: {
    en: '{{company}}: to go on with your case {{number}} ({{title}}) we need to know: {{question}} Please answer this message or call us.',
    ru: '{{company}}: чтобы продолжить работу по обращению {{number}} ({{title}}), нам нужно знать: {{question}} Ответьте на это сообщение или позвоните нам.',
  },
  spoken: {
    en: 'To go on with your case, {{title}}, we need to know: {{question}} Press 1 to tell us now. Its number is {{number}}.',
    ru: 'Чтобы продолжить работу по обращению, {{title}}, нам нужно знать: {{question}} Нажмите 1, чтобы ответить сейчас. Номер обращения: {{number}}.',
  },
}
const unreachable: Template = {
  title: { en: 'We could not reach you', ru: 'Не удалось связаться' },
  subject: taken.subject,
  text: {
    en: '{{company}}: we have called you several times about case {{number}} ({{title}}) and could not reach you. If it still matters, call us and say this number.',
    ru: '{{company}}: мы несколько раз звонили вам по обращению {{number}} ({{title}}) и не смогли связаться. Если оно ещё актуально, позвоните нам и назовите этот номер.',
  },
  spoken: {
    en: 'We have called you several times about your case, {{title}}. If it still matters, press 1 now, or call us and say this number: {{number}}.',
    ru: 'Мы несколько раз звонили вам по обращению, {{title}}. Если оно ещё актуально, нажмите 1 или позвоните нам и назовите номер: {{number}}.',
  },
}

/** About callbacks: `{{when}}` says the window, `{{change}}` what he can do (his link, with other times when there are some). */
const callbackConfirmed: Template = {
  title: { en: 'Callback: taken down', ru: 'Обратный звонок: принят' },
  subject: { en: '{{company}}: we call you', ru: '{{company}}: мы вам перезвоним' },
  text: {
    en: '{{company}}: we call you {{when}}. {{change}}',
    ru: '{{company}}: мы перезвоним вам {{when}}. {{change}}',
  },
}
const callbackMoved: Template = {
  title: { en: 'Callback: another time', ru: 'Обратный звонок: другое время' },
  subject: callbackConfirmed.subject,
  text: {
    en: '{{company}}: there is a new time for your call. We call you {{when}}. {{change}}',
    ru: '{{company}}: время звонка изменилось. Мы перезвоним вам {{when}}. {{change}}',
  },
}
const callbackReminder: Template = {
  title: { en: 'Callback: soon', ru: 'Обратный звонок: скоро' },
  subject: callbackConfirmed.subject,
  text: {
    en: '{{company}}: we call you {{when}}. Please have your phone with you. {{change}}',
    ru: '{{company}}: мы перезвоним вам {{when}}. Пожалуйста, держите телефон под рукой. {{change}}',
  },
}
const callbackBroken: Template = {
  title: { en: 'Callback: we were late', ru: 'Обратный звонок: мы не успели' },
  subject: { en: '{{company}}: we are sorry', ru: '{{company}}: приносим извинения' },
  text: {
    en: '{{company}}: we are sorry, we did not manage to call you {{when}}. You keep your place, and we call you as soon as somebody is free. {{change}}',
    ru: '{{company}}: приносим извинения, мы не успели вам перезвонить ({{when}}). Ваша очередь сохраняется, мы позвоним, как только кто-нибудь освободится. {{change}}',
  },
}
const callbackAtRisk: Template = {
  title: { en: 'Callback: it may be late', ru: 'Обратный звонок: можем не успеть' },
  subject: { en: '{{company}}: your call may be late', ru: '{{company}}: звонок может задержаться' },
  text: {
    en: '{{company}}: we said that we call you {{when}}, and may not manage it; we are sorry. You keep your place. {{change}}',
    ru: '{{company}}: мы обещали перезвонить ({{when}}), но можем не успеть; приносим извинения. Ваша очередь сохраняется. {{change}}',
  },
}
const callbackUnreachable: Template = {
  title: { en: 'Callback: not reached', ru: 'Обратный звонок: не дозвонились' },
  subject: { en: '{{company}}: we could not reach you', ru: '{{company}}: не удалось дозвониться' },
  text: {
    en: '{{company}}: you asked us to call you, and we could not reach you. Your request is kept as case {{number}}; call us and say this number.',
    ru: '{{company}}: вы просили перезвонить, но мы не смогли дозвониться. Ваше обращение записано под номером {{number}}; позвоните нам и назовите его.',
  },
}

const callbackCancelled: Template = {
  title: { en: 'Callback: cancelled by us', ru: 'Обратный звонок: отменён нами' },
  subject: { en: '{{company}}: we do not call you', ru: '{{company}}: звонок отменён' },
  text: {
    en: '{{company}}: the call that we promised you ({{when}}) is cancelled, we do not call you. {{change}}',
    ru: '{{company}}: обещанный вам звонок ({{when}}) отменён, мы не будем звонить. {{change}}',
  },
}

/** What customers are told, as the program ships it. */
export const SHIPPED_TEMPLATES: Readonly<Record<string, Template>> = {
  ...{ taken, climbed, solved, late, promise, survey, status, update, question, unreachable },
  ...{ callbackConfirmed, callbackMoved, callbackReminder, callbackBroken, callbackAtRisk, callbackUnreachable, callbackCancelled },
}

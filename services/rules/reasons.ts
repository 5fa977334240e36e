import type { z } from 'zod'
import type { reasonRule } from '../schemas/rules.ts'

type Reason = z.input<typeof reasonRule>
type Step = Reason['script'][number]

/** He hears his own words again, and that it will be handled: before anything is asked. */
const READ_BACK: Step = {
  step: 'acknowledge',
  say: {
    en: 'I will say it back, so that I have it right: {{words}}. Is that so?',
    ru: 'Я повторю, чтобы ничего не перепутать: {{words}}. Верно?',
  },
}
const TAKEN_ON: Step = {
  step: 'acknowledge',
  say: {
    en: 'Thank you. We take this on, and you have an answer {{by}}. You need not call again for that.',
    ru: 'Спасибо. Мы берём это на себя, ответ у вас будет {{by}}. Перезванивать ради этого не нужно.',
  },
}
const ONCE: Step = {
  step: 'gather',
  say: {
    en: 'I ask a few things now, so that nobody has to ask you twice.',
    ru: 'Я спрошу кое-что сейчас, чтобы потом никому не пришлось переспрашивать.',
  },
}
const OWNED: Step = {
  step: 'end',
  say: {
    en: 'I have everything. Your case number is {{number}}, and you have an answer {{by}}. Is there anything else on your mind?',
    ru: 'Всё записано. Номер вашего обращения: {{number}}, ответ будет {{by}}. Может быть, вас беспокоит что-то ещё?',
  },
}
const SCRIPT = [READ_BACK, TAKEN_ON, ONCE, OWNED]

const contract = { name: 'contract', question: { en: 'What is the contract number?', ru: 'Какой номер договора?' }, isRequired: false }
const address = {
  name: 'address',
  question: { en: 'Where is it: street, house, floor, name at the door?', ru: 'Где это: улица, дом, этаж, фамилия на двери?' },
}
const reachable = {
  name: 'reachable',
  question: { en: 'When and where do we reach you best?', ru: 'Когда и где вас лучше застать?' },
  isRequired: false,
}
const matter = { name: 'matter', question: { en: 'What is it about?', ru: 'О чём речь?' } }
const outcome = { name: 'wish', question: { en: 'What would be a good end for you?', ru: 'Какой исход вас устроит?' }, isRequired: false }

/** Why people call this line, and what the front line says, asks and can answer; the key is the case's `reason`. */
export const SHIPPED_REASONS: Readonly<Record<string, Reason>> = {
  fault: {
    title: { en: 'Something does not work', ru: 'Что-то не работает' },
    script: [
      {
        step: 'acknowledge',
        say: { en: 'I am sorry that it does not work. Please tell me what happened.', ru: 'Жаль, что не работает. Расскажите, что случилось.' },
      },
      ...SCRIPT,
    ],
    asks: [
      contract,
      address,
      {
        name: 'device',
        question: { en: 'What is it: kind, make, what its plate says?', ru: 'Что это: вид, марка, что написано на табличке?' },
        isRequired: false,
      },
      { name: 'symptom', question: { en: 'What does it do, and what does its display show?', ru: 'Как это проявляется и что на дисплее?' } },
      { name: 'since', question: { en: 'Since when?', ru: 'С какого времени?' } },
      { name: 'tried', question: { en: 'What has been tried already?', ru: 'Что уже пробовали?' }, isRequired: false },
      { name: 'access', question: { en: 'Who lets us in, and when?', ru: 'Кто и когда нас впустит?' }, isRequired: false },
      reachable,
    ],
    answers: [
      {
        key: 'pressure',
        question: {
          en: 'The heating is cold and the pressure gauge is in the red or below 1 bar',
          ru: 'Батареи холодные, давление в красной зоне или ниже 1 бар',
        },
        answer: {
          en: 'Please fill up slowly at the tap below the boiler until the gauge shows 1.5 bar, then close it and switch the boiler off and on once. If the pressure falls again within a day, somebody has to look at it.',
          ru: 'Медленно добавьте воды краном под котлом, пока манометр не покажет 1,5 бар, закройте кран и один раз выключите и включите котёл. Если за сутки давление снова упадёт, нужен мастер.',
        },
      },
      {
        key: 'air',
        question: { en: 'One radiator is warm below and cold above, or gurgles', ru: 'Батарея снизу тёплая, сверху холодная или булькает' },
        answer: {
          en: 'There is air in it. Turn the pump off, open the small valve on the side with its key over a cup until water comes, and close it.',
          ru: 'В ней воздух. Выключите насос, подставьте чашку и откройте ключом маленький вентиль сбоку, пока не пойдёт вода, затем закройте.',
        },
      },
      {
        key: 'noPower',
        question: { en: 'The display is dark', ru: 'Дисплей не горит' },
        answer: {
          en: 'Please look whether the emergency switch at the door of the boiler room and the fuse are on. If a fuse falls again at once, leave it off.',
          ru: 'Проверьте, включены ли аварийный выключатель у двери котельной и автомат на щитке. Если автомат сразу выбивает снова, больше его не включайте.',
        },
      },
    ],
  },
  urgent: {
    title: { en: 'Danger: a leak, gas, no heat in frost', ru: 'Авария: течь, газ, нет тепла в мороз' },
    script: [
      {
        step: 'acknowledge',
        say: { en: 'I stay with you. Is anybody hurt, or in danger right now?', ru: 'Я с вами. Кто-нибудь пострадал? Сейчас кому-то угрожает опасность?' },
      },
      {
        step: 'acknowledge',
        say: { en: 'I have it so: {{words}}. I am getting somebody for you now.', ru: 'У меня записано так: {{words}}. Сейчас же поднимаю людей.' },
      },
      { step: 'gather', say: { en: 'Only what is needed to come to you.', ru: 'Спрошу только то, без чего к вам не доехать.' } },
      {
        step: 'end',
        say: {
          en: 'Your case number is {{number}}. Please keep your phone free; you hear from us {{by}}.',
          ru: 'Номер вашего обращения: {{number}}. Не занимайте телефон; мы ответим {{by}}.',
        },
      },
    ],
    asks: [
      address,
      { name: 'symptom', question: { en: 'What is happening right now?', ru: 'Что происходит прямо сейчас?' } },
      { name: 'danger', question: { en: 'Is anybody in danger?', ru: 'Есть опасность для людей?' }, choices: ['no', 'yes'] },
      {
        name: 'isShut',
        question: { en: 'Is the water, gas or power shut off?', ru: 'Вода, газ или ток перекрыты?' },
        isRequired: false,
        choices: ['no', 'yes'],
      },
      contract,
    ],
    answers: [
      {
        key: 'gas',
        question: { en: 'It smells of gas', ru: 'Пахнет газом' },
        answer: {
          en: 'Touch no switch and light nothing. Open the windows, shut the gas tap if you can reach it, leave the house with everybody, and call the emergency number from outside.',
          ru: 'Ничего не включайте и не зажигайте. Откройте окна, перекройте газ, если дотянетесь, выведите всех из дома и уже на улице звоните в аварийную службу.',
        },
      },
      {
        key: 'leak',
        question: { en: 'Water runs out', ru: 'Течёт вода' },
        answer: {
          en: 'Please close the main tap, usually beside the water meter, and switch off the power in rooms where water stands.',
          ru: 'Перекройте главный кран, обычно он у счётчика, и отключите электричество там, где стоит вода.',
        },
      },
      {
        key: 'carbonMonoxide',
        question: { en: 'Headache or dizziness near the boiler, or the alarm sounds', ru: 'Рядом с котлом болит или кружится голова, либо сработал датчик' },
        answer: {
          en: 'That may be carbon monoxide. Everybody out into the air at once, and call the ambulance. Nobody goes back in.',
          ru: 'Это может быть угарный газ. Все немедленно на воздух, вызывайте скорую. Внутрь никто не возвращается.',
        },
      },
    ],
    severity: 'urgent',
  },
  incident: {
    title: { en: 'A disturbance that many have', ru: 'Сбой, который у многих' },
    script: [
      { step: 'acknowledge', say: { en: 'You are not the only one: we know of it and work on it.', ru: 'Вы не одни: мы знаем о сбое и уже занимаемся им.' } },
      TAKEN_ON,
      {
        step: 'end',
        say: {
          en: 'You are counted in and hear from us when it is over. Its number is {{number}}.',
          ru: 'Мы вас учли и сообщим, когда всё заработает. Номер: {{number}}.',
        },
      },
    ],
    asks: [{ ...address, isRequired: false }, reachable],
    severity: 'urgent',
  },
  invoice: {
    title: { en: 'A bill or a payment', ru: 'Счёт или оплата' },
    script: SCRIPT,
    asks: [
      { ...contract, isRequired: true },
      { name: 'invoice', question: { en: 'Which bill: number or month?', ru: 'Какой счёт: номер или месяц?' } },
      { name: 'problem', question: { en: 'What is wrong with it?', ru: 'Что в нём не так?' } },
      { name: 'amount', question: { en: 'How much did you expect?', ru: 'Какую сумму вы ожидали?' }, isRequired: false },
      outcome,
    ],
    answers: [
      {
        key: 'instalments',
        question: { en: 'It is too much to pay at once', ru: 'Всю сумму сразу заплатить трудно' },
        answer: {
          en: 'Let us look for a way to pay in parts. Please tell me what would be possible each month; nobody will press you while that is open.',
          ru: 'Давайте подумаем о рассрочке. Скажите, сколько получится платить в месяц; пока вопрос открыт, торопить вас никто не будет.',
        },
      },
    ],
  },
  contract: {
    title: { en: 'A contract: change, move, end', ru: 'Договор: изменить, переехать, закончить' },
    script: SCRIPT,
    asks: [
      { ...contract, isRequired: true },
      { name: 'change', question: { en: 'What shall change?', ru: 'Что нужно изменить?' } },
      { name: 'from', question: { en: 'From when on?', ru: 'С какого числа?' } },
      reachable,
    ],
  },
  newCustomer: {
    title: { en: 'Wants to become a customer', ru: 'Хочет стать клиентом' },
    script: SCRIPT,
    asks: [
      { name: 'name', question: { en: 'What is your name?', ru: 'Как вас зовут?' } },
      { ...address, isRequired: false },
      matter,
      { name: 'heardFrom', question: { en: 'How did you hear of us?', ru: 'Откуда вы о нас узнали?' }, isRequired: false },
      reachable,
    ],
  },
  abandoned: {
    title: { en: 'Hung up while waiting', ru: 'Не дождался ответа' },
    script: [
      {
        step: 'acknowledge',
        say: { en: 'You called us and we did not answer in time. What can we do for you?', ru: 'Вы звонили нам и не дождались ответа. Чем мы можем помочь?' },
      },
      ...SCRIPT,
    ],
    asks: [matter, contract, reachable],
  },
  callback: {
    title: { en: 'Asked to be called back', ru: 'Просил перезвонить' },
    script: [
      { step: 'acknowledge', say: { en: 'You asked us to call. What can we do for you?', ru: 'Вы просили перезвонить. Чем мы можем помочь?' } },
      ...SCRIPT,
    ],
    asks: [matter, contract, reachable],
  },
  voicemail: {
    title: { en: 'Left a message', ru: 'Оставил сообщение' },
    script: [
      { step: 'acknowledge', say: { en: 'I have heard your message: {{words}}. Is that right?', ru: 'Ваше сообщение у меня: {{words}}. Верно?' } },
      TAKEN_ON,
      ONCE,
      OWNED,
    ],
    asks: [matter, contract, reachable],
  },
  text: {
    title: { en: 'Wrote to us', ru: 'Написал нам' },
    script: [
      { step: 'acknowledge', say: { en: 'I have read what you wrote: {{words}}. Is that right?', ru: 'Ваше сообщение передо мной: {{words}}. Верно?' } },
      TAKEN_ON,
      ONCE,
      OWNED,
    ],
    asks: [{ ...matter, isRequired: false }, contract, reachable],
  },
  left: {
    title: { en: 'Left it with us instead of waiting', ru: 'Оставил вопрос нам, чтобы не ждать' },
    script: SCRIPT,
    asks: [matter, contract, reachable],
  },
  complaint: {
    title: { en: 'A complaint about us', ru: 'Жалоба на нас' },
    script: [
      {
        step: 'acknowledge',
        say: {
          en: 'I am sorry. Tell me all of it, I am writing it down in your words.',
          ru: 'Мне очень жаль. Расскажите всё как есть, я запишу вашими словами.',
        },
      },
      ...SCRIPT,
    ],
    asks: [
      { name: 'event', question: { en: 'What happened, and when?', ru: 'Что случилось и когда?' } },
      { name: 'who', question: { en: 'Who was it about?', ru: 'О ком идёт речь?' }, isRequired: false },
      { ...outcome, isRequired: true },
      reachable,
    ],
    severity: 'high',
  },
  other: {
    title: { en: 'Something else', ru: 'Другое' },
    script: SCRIPT,
    asks: [matter, contract, reachable],
  },
}

import type { Answer, Asked, NotAsked, Question } from '../../ivr/questions.ts'
import type { OnShiftAnswer } from '../../roster-rules/model.ts'
import { everybodyOn, freePeople, type CallbackKind, type FreePeople } from './free.ts'
import { assign, type Waiter } from './order.ts'
import type { LineRoster } from './store.ts'
import { whyNotRung, whyRung } from './why.ts'

type QueueQuestion = Extract<Question, { kind: 'queue' }>
type QueueAnswer = Extract<Answer, { kind: 'queue' }>

/** Somebody who came before, at whatever line. `asked`: phones that rang for him in vain; `isRinging`: somebody is being rung for him now. */
export type CallerBefore = {
  sid: string
  since: number
  language: string
  /** Whom he waits for; null: as the one who asks does, if it is the same line. */
  wants: { wanted: QueueQuestion['wanted']; language: string | null } | null
  isSameLine: boolean
  asked: readonly string[]
  isRinging: boolean
}

/** A callback whose place is before his. */
export type CallbackBefore = { id: string; kind: CallbackKind; number: string; placeAt: number }

export type Line = {
  before: readonly CallerBefore[]
  /** Phones that ring or talk now. */
  busyPhones: readonly string[]
  /** How long talks have lasted lately; null when there were too few to say. */
  meanTalkSeconds: number | null
  /** Kinds of callbacks that wait, and the first ones of them whose place is before his. */
  kinds?: readonly CallbackKind[]
  callbacks?: readonly CallbackBefore[]
  /** How many callbacks that his people can call have a place before his. */
  callbacksAhead?: number
  /** Their customers are rung before anybody of us is. */
  unmanned?: readonly CallbackKind[]
  resting?: readonly string[]
}

/** Nobody believes more, and an hour is a reason to be called back. */
const MOST_WAIT_MINUTES = 60

/**
 * Is it this caller's turn? Each of those before him, callers and callbacks in one order, has the first person who is free and whom he has not asked in
 * vain; who is left over may be rung for this one. So nobody overtakes, and nobody who is free waits because of somebody who would not have him.
 */
export function answerQueue(question: QueueQuestion, roster: LineRoster, line: Line, at: number): QueueAnswer {
  const { wanted, language, order, asked, zone } = question
  const people = freePeople(roster, at, line)
  const own = people.onForCaller(wanted, language)
  const ahead = line.before.filter(({ isSameLine }) => isSameLine).length + (line.callbacksAhead ?? 0)
  const taken = new Set(assign(waitersBefore(question, line, people)).values())
  const free = people.forCaller(wanted, language, alone(order)).filter(({ phone }) => !taken.has(phone) && !asked.includes(phone))
  const nameOf = (id: string): string => roster.people.find((person) => person.id === id)?.name ?? id
  const round = order === 'allAtOnce' ? free : free.slice(0, 1)
  return {
    kind: 'queue',
    standing: own.standing === 'gap' ? 'gap' : round.length > 0 ? 'turn' : 'wait',
    ahead,
    waitMinutes: waitMinutes(ahead, line.meanTalkSeconds, own),
    round: round.map((person): Asked => ({ name: person.name, phone: person.phone, why: whyRung(person, { nameOf, zone, isUrgent: false }) })),
    notAsked: [
      ...own.notRung.map((person) => ({ name: person.name, why: whyNotRung(person, { skill: wanted.skill, language }) })),
      ...onThePhone(own, new Set(line.busyPhones)),
    ],
  }
}

/** Which callbacks he must know of: of those kinds for which somebody is free as many as there are people, and how many wait for the same people as he. */
export function callbacksToRead({ wanted, language }: QueueQuestion, roster: LineRoster, line: Line, at: number): { kind: CallbackKind; most: number }[] {
  const kinds = line.kinds ?? []
  if (kinds.length === 0) return []
  const people = freePeople(roster, at, line)
  const his = new Set(everybodyOn(people.onForCaller(wanted, language)))
  return kinds
    .filter((kind) => everybodyOn(people.onForCallback(kind)).some((personId) => his.has(personId)))
    .map((kind) => ({ kind, most: people.forCallback(kind).length }))
}

function waitersBefore({ wanted, language, order }: QueueQuestion, line: Line, people: FreePeople): Waiter[] {
  const callers = line.before.flatMap(({ sid, since, language: spoken, wants, isSameLine, asked, isRinging }): Waiter[] => {
    if (isRinging || (wants === null && !isSameLine)) return []
    const { wanted: whom, language: speaking } = wants ?? { wanted, language: language === null ? null : spoken }
    const free = phonesOf(people.forCaller(whom, speaking, alone(order))).filter((phone) => !asked.includes(phone))
    return [{ id: sid, since, isOnLine: true, people: free }]
  })
  return [...callers, ...unmannedWaiters(line.unmanned ?? [], people), ...callbackWaiters(line.callbacks ?? [], people)]
}

/** Phones stand for people: two who share one are one. */
export function callbackWaiters(callbacks: readonly CallbackBefore[], people: FreePeople): Waiter[] {
  return callbacks.map(({ id, kind, number, placeAt }) => ({ id, since: placeAt, isOnLine: false, people: phonesOf(people.forCallback(kind)), number }))
}

/** Each is before all others: the customer's phone rings already. */
export function unmannedWaiters(kinds: readonly CallbackKind[], people: FreePeople): Waiter[] {
  return kinds.map((kind, n) => ({ id: `unmanned ${n}`, since: 0, isOnLine: true, people: phonesOf(people.forCallback(kind)) }))
}

const phonesOf = (people: ReadonlyArray<{ phone: string }>): string[] => people.map(({ phone }) => phone)
const alone = (order: QueueQuestion['order']): Exclude<QueueQuestion['order'], 'allAtOnce'> => (order === 'allAtOnce' ? 'longestIdle' : order)

/** All before him and he himself talk about as long as others did lately, with everybody who is on for it. */
function waitMinutes(ahead: number, meanTalkSeconds: number | null, own: OnShiftAnswer): number | null {
  const people = everybodyOn(own).length
  if (meanTalkSeconds === null || people === 0) return null
  return Math.min(MOST_WAIT_MINUTES, Math.ceil((meanTalkSeconds * (ahead + 1)) / people / 60))
}

function onThePhone({ rung }: OnShiftAnswer, busy: ReadonlySet<string>): NotAsked[] {
  return rung.filter(({ phone }) => phone !== null && busy.has(phone)).map(({ name }) => ({ name, why: 'is being rung or on the phone' }))
}

import type { Answer, Asked, NotAsked, Question } from '../../ivr/questions.ts'
import type { OnShiftAnswer, OnShiftPerson } from '../../roster-rules/model.ts'
import { ringOrder, whoIsOn } from '../on-shift.ts'
import { toQuery } from './answers.ts'
import type { LineRoster } from './store.ts'
import { whyNotRung, whyRung } from './why.ts'

type QueueQuestion = Extract<Question, { kind: 'queue' }>
type QueueAnswer = Extract<Answer, { kind: 'queue' }>

/** A caller of the same line who came before. `asked`: phones that rang for him in vain; `isRinging`: somebody is being rung for him now. */
export type CallerBefore = { language: string; asked: readonly string[]; isRinging: boolean }

export type Line = {
  /** In the order in which they came. */
  before: readonly CallerBefore[]
  /** Phones that ring or talk now. */
  busyPhones: readonly string[]
  /** How long talks have lasted lately; null when there were too few to say. */
  meanTalkSeconds: number | null
}

/** Nobody believes more, and an hour is a reason to be called back. */
const MOST_WAIT_MINUTES = 60

/**
 * Is it this caller's turn? Each of those before him, in their order, has the first person who is free and whom he has not asked in vain; who is
 * left over may be rung for this one. So nobody overtakes, and nobody who is free waits because of a caller who would not have him.
 */
export function answerQueue(question: QueueQuestion, roster: LineRoster, line: Line, at: number): QueueAnswer {
  const { wanted, language, order, asked, zone } = question
  const query = toQuery(wanted, roster.levels, at)
  if (!query) return { kind: 'queue', standing: 'gap', ahead: line.before.length, waitMinutes: null, round: [], notAsked: [] }
  const on = (spoken: string | null): OnShiftAnswer => whoIsOn({ ...query, language: spoken }, roster)
  const inOrder = ({ rung }: OnShiftAnswer): OnShiftPerson[] => ringOrder(rung, order === 'allAtOnce' ? 'longestIdle' : order).flat()
  const own = on(language)
  const peopleFor = onceForEach((spoken) => inOrder(spoken === language ? own : on(spoken)))
  const busy = new Set(line.busyPhones)
  const taken = new Set<string>()
  const freeFor = (spoken: string | null, inVain: readonly string[]): Reachable[] =>
    peopleFor(spoken)
      .filter((person) => isFree(person, busy, taken))
      .filter(({ phone }) => !inVain.includes(phone))
  for (const caller of line.before) {
    const [first] = caller.isRinging ? [] : freeFor(language === null ? null : caller.language, caller.asked)
    if (first) taken.add(first.phone)
  }
  const free = freeFor(language, asked)
  const nameOf = (id: string): string => roster.people.find((person) => person.id === id)?.name ?? id
  const round = order === 'allAtOnce' ? free : free.slice(0, 1)
  return {
    kind: 'queue',
    standing: own.standing === 'gap' ? 'gap' : round.length > 0 ? 'turn' : 'wait',
    ahead: line.before.length,
    waitMinutes: waitMinutes(line, own),
    round: round.map((person): Asked => ({ name: person.name, phone: person.phone, why: whyRung(person, { nameOf, zone, isUrgent: false }) })),
    notAsked: [...own.notRung.map((person) => ({ name: person.name, why: whyNotRung(person, { ...query, language }) })), ...onThePhone(own, busy)],
  }
}

/** All before him and he himself talk about as long as others did lately, with everybody who is on for it. */
function waitMinutes({ before, meanTalkSeconds }: Line, { rung, notRung }: OnShiftAnswer): number | null {
  const people = rung.length + notRung.filter(({ state }) => state === 'onACall' || state === 'wrapUp').length
  if (meanTalkSeconds === null || people === 0) return null
  return Math.min(MOST_WAIT_MINUTES, Math.ceil((meanTalkSeconds * (before.length + 1)) / people / 60))
}

type Reachable = OnShiftPerson & { phone: string }

function isFree(person: OnShiftPerson, busy: ReadonlySet<string>, taken: ReadonlySet<string>): person is Reachable {
  return person.phone !== null && !busy.has(person.phone) && !taken.has(person.phone)
}

function onThePhone({ rung }: OnShiftAnswer, busy: ReadonlySet<string>): NotAsked[] {
  return rung.filter(({ phone }) => phone !== null && busy.has(phone)).map(({ name }) => ({ name, why: 'is being rung or on the phone' }))
}

function onceForEach<Found>(find: (language: string | null) => Found): (language: string | null) => Found {
  const known = new Map<string | null, Found>()
  return (language) => {
    const found = known.get(language) ?? find(language)
    known.set(language, found)
    return found
  }
}

import type { RingOrder, Wanted } from '../../ivr/questions.ts'
import type { OnShiftAnswer, OnShiftPerson, OnShiftQuery } from '../../roster-rules/model.ts'
import { ringOrder, whoIsOn } from '../on-shift.ts'
import { toQuery } from './answers.ts'
import type { LineRoster } from './store.ts'

/** Callbacks that want the same: who of us may call them is the same for all of these. */
export type CallbackKind = { kind: string; skill: string | null; language: string; levelId: string | null; siteId: string | null; personId: string | null }

export type Free = OnShiftPerson & { phone: string }
type Order = Exclude<RingOrder, 'allAtOnce'>

const NOBODY: OnShiftAnswer = { rung: [], notRung: [], standing: 'gap' }

export type FreePeople = ReturnType<typeof freePeople>

/**
 * Who is free, by the published roster, for whom. `busyPhones` ring or talk; `resting` have not taken a callback that was offered to them a moment ago,
 * and are left in peace by callbacks.
 */
export function freePeople(roster: LineRoster, at: number, { busyPhones, resting = [] }: { busyPhones: readonly string[]; resting?: readonly string[] }) {
  const busy = new Set(busyPhones)
  const left = new Set(resting)
  const known = new Map<string, OnShiftAnswer>()

  function on(query: Omit<OnShiftQuery, 'at' | 'isUrgent'>): OnShiftAnswer {
    const key = JSON.stringify([query.siteId, query.levelId, query.skill, query.language])
    const answer = known.get(key) ?? whoIsOn({ ...query, at, isUrgent: false }, roster)
    known.set(key, answer)
    return answer
  }

  const free = ({ rung }: OnShiftAnswer, order: Order): Free[] =>
    ringOrder(rung, order)
      .flat()
      .filter((person): person is Free => person.phone !== null && !busy.has(person.phone))

  function onForCaller(wanted: Wanted, language: string | null): OnShiftAnswer {
    const query = toQuery(wanted, roster.levels, at)
    return query ? on({ ...query, language }) : NOBODY
  }

  /** At the desk: nobody who stands by at home is woken for a callback. A language that nobody at the desk speaks now keeps nobody waiting. */
  function onForCallback({ skill, language, levelId, siteId, personId }: CallbackKind): OnShiftAnswer {
    if (personId !== null) return atDesk(on({ siteId: null, levelId: null, skill: null, language: null }), personId)
    const speaking = atDesk(on({ siteId, levelId, skill, language }))
    return speaking.standing === 'gap' ? atDesk(on({ siteId, levelId, skill, language: null })) : speaking
  }

  return {
    onForCaller,
    onForCallback,
    forCaller: (wanted: Wanted, language: string | null, order: Order = 'longestIdle'): Free[] => free(onForCaller(wanted, language), order),
    forCallback: (kind: CallbackKind): Free[] => free(onForCallback(kind), 'longestIdle').filter(({ personId }) => !left.has(personId)),
  }
}

/** Who is at the desk, free or on a call. */
function atDesk({ rung, notRung, standing }: OnShiftAnswer, personId?: string): OnShiftAnswer {
  const isMeant = (person: { personId: string }): boolean => personId === undefined || person.personId === personId
  const free = rung.filter(({ kind }) => kind === 'desk').filter(isMeant)
  const others = notRung.filter(isMeant)
  return { rung: free, notRung: others, standing: free.length > 0 ? 'on' : standing === 'busy' ? 'busy' : 'gap' }
}

const isBusy = ({ state }: OnShiftAnswer['notRung'][number]): boolean => state === 'onACall' || state === 'wrapUp'

/** Those who can serve it, now or after the call that they are on. */
export function everybodyOn({ rung, notRung }: OnShiftAnswer): string[] {
  return [...rung, ...notRung.filter(isBusy)].map(({ personId }) => personId)
}

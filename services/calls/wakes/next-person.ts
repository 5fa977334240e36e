import type { OnShiftPerson, OnShiftQuery } from '../../roster-rules/model.ts'
import { mayKeep } from '../../shifts/keeper.ts'
import { whoIsOn } from '../../shifts/on-shift.ts'
import type { LineRoster } from '../../shifts/line/store.ts'
import { whyRung } from '../../shifts/line/why.ts'

export type WokenPerson = { personId: string; name: string; phone: string; why: string; levelId: string }

/**
 * Whom to call next. `somebodyIsBusy`: only people are left who are being called for another case just now; `nobody`: all have been called.
 */
export type NextPerson = { kind: 'person'; person: WokenPerson } | { kind: 'somebodyIsBusy' } | { kind: 'nobody' }

export type WakeWish = { skill: string | null; siteId: string | null; zone: string }

/**
 * The first who has not been called. Level by level from the lowest; at each those on call, then whoever sits at its desk; and at each with the
 * skill before those without, for somebody who knows less is better than nobody. Two who share a phone are one: it rings once. Trainees and guests
 * are not called: who accepts owns the case.
 */
export function nextPerson(
  roster: LineRoster,
  at: number,
  wish: WakeWish,
  called: { people: readonly string[]; phones: readonly string[] },
  busy: readonly string[],
): NextPerson {
  const left = peopleToWake(roster, at, wish).filter(({ personId, phone }) => !called.people.includes(personId) && !called.phones.includes(phone))
  const person = left.find(({ phone }) => !busy.includes(phone))
  return person ? { kind: 'person', person } : { kind: left.length > 0 ? 'somebodyIsBusy' : 'nobody' }
}

function peopleToWake(roster: LineRoster, at: number, { skill, siteId, zone }: WakeWish): WokenPerson[] {
  const keepers = new Set(roster.people.filter(mayKeep).map(({ id }) => id))
  const nameOf = (id: string): string => roster.people.find((person) => person.id === id)?.name ?? id
  return roster.levels.flatMap((level) =>
    (skill === null ? [null] : [skill, null]).flatMap((wanted) => {
      const query: OnShiftQuery = { at, siteId, levelId: level.id, skill: wanted, language: null, isUrgent: true }
      return onCallFirst(whoIsOn(query, roster).rung).flatMap((person): WokenPerson[] => {
        const why = `${level.name}: ${whyRung(person, { nameOf, zone, isUrgent: true })}`
        return person.phone === null || !keepers.has(person.personId)
          ? []
          : [{ personId: person.personId, name: person.name, phone: person.phone, why, levelId: level.id }]
      })
    }),
  )
}

const onCallFirst = (rung: readonly OnShiftPerson[]): OnShiftPerson[] => [...rung].sort((a, b) => Number(a.kind === 'desk') - Number(b.kind === 'desk'))

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assign, inOrder, type Waiter } from '../../../services/shifts/line/order.ts'

const waiter = (id: string, since: number, people: string[], more: Partial<Waiter> = {}): Waiter => ({ id, since, isOnLine: false, people, ...more })

describe('who gets whom', () => {
  it.each([
    ['whoever came first has the first of his people', [waiter('b', 2, ['dana', 'omar']), waiter('a', 1, ['dana', 'omar'])], { a: 'dana', b: 'omar' }],
    ['of two with the same place the caller on the line is first', [waiter('a', 1, ['dana']), waiter('z', 1, ['dana'], { isOnLine: true })], { z: 'dana' }],
    ['who waits for one only holds up nobody', [waiter('a', 1, []), waiter('b', 2, ['omar'])], { b: 'omar' }],
    [
      'one number is called once at a time, and its other callbacks hold up nobody',
      [waiter('a', 1, ['dana', 'omar'], { number: '+49' }), waiter('b', 2, ['dana', 'omar'], { number: '+49' }), waiter('c', 3, ['omar'], { number: '+48' })],
      { a: 'dana', c: 'omar' },
    ],
    ['nobody is free', [waiter('a', 1, [])], {}],
  ])('%s', (_, waiters, expected) => expect(Object.fromEntries(assign(waiters))).toEqual(expected))

  const PEOPLE = ['p1', 'p2', 'p3', 'p4', 'p5']
  const some = fc.array(
    fc.record({
      since: fc.nat({ max: 6 }),
      isOnLine: fc.boolean(),
      people: fc.shuffledSubarray(PEOPLE),
      number: fc.option(fc.constantFrom('+1', '+2', '+3'), { nil: undefined }),
    }),
    { maxLength: 20 },
  )
  const named = some.map((list) => list.map(({ number, ...rest }, n): Waiter => ({ id: `w${n}`, ...rest, ...(number && !rest.isOnLine && { number }) })))

  it('nobody is given away over the head of somebody who came before and would have him; nobody twice; nobody is left over who could serve', () =>
    fc.assert(
      fc.property(named, (waiters) => {
        const assigned = assign(waiters)
        const sorted = [...waiters].sort(inOrder)
        const given = [...assigned.values()]
        expect(new Set(given).size).toBe(given.length)
        const called = sorted.flatMap(({ id, number }) => (number !== undefined && assigned.has(id) ? [number] : []))
        expect(new Set(called).size).toBe(called.length)
        sorted.forEach((one, place) => {
          const person = assigned.get(one.id)
          if (person !== undefined) return expect(one.people).toContain(person)
          if (one.number !== undefined && called.includes(one.number)) return
          // All whom he would have went to somebody before him.
          const before = new Set(sorted.slice(0, place).map(({ id }) => assigned.get(id)))
          expect(one.people.every((each) => before.has(each))).toBe(true)
        })
      }),
      { numRuns: 2_000 },
    ))

  it('does not depend on the order in which they are named', () =>
    fc.assert(
      fc.property(named, fc.infiniteStream(fc.nat()), (waiters, noise) => {
        const keys = new Map(waiters.map(({ id }) => [id, noise.next().value]))
        const other = [...waiters].sort((a, b) => (keys.get(a.id) ?? 0) - (keys.get(b.id) ?? 0))
        expect(new Map([...assign(other)].sort())).toEqual(new Map([...assign(waiters)].sort()))
      }),
    ))
})

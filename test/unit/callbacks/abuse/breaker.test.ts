import { describe, expect, it } from 'vitest'
import { countedSince, quietMinutes } from '../../../../services/callbacks/abuse/breaker/share.ts'
import { callbackRule } from '../../../../services/schemas/rules.ts'

const { breaker: rule } = callbackRule.parse({})
const at = new Date('2026-11-18T12:00:00Z')
const ago = (minutes: number) => new Date(at.getTime() - minutes * 60_000)
/** It was open so long, and is open no more since so long. */
const was = (minutes: number, since: number) => ({ openedAt: ago(since + minutes), endedAt: ago(since) })

describe('for how long the public ways close', () => {
  it.each([
    ['few calls say nothing', { all: 9, bad: 9 }, undefined, undefined],
    ['half of them is not more than half', { all: 10, bad: 5 }, undefined, undefined],
    ['more than half', { all: 10, bad: 6 }, undefined, 30],
    ['long after the last time it is as the first', { all: 10, bad: 6 }, was(120, 31), 30],
    ['on trial a third of the calls is enough, and the quiet is twice as long', { all: 4, bad: 3 }, was(30, 5), 60],
    ['and twice as long again', { all: 4, bad: 3 }, was(60, 29), 120],
    ['up to a day', { all: 4, bad: 4 }, was(1_440, 29), 1_440],
    ['opened by hand after a minute', { all: 4, bad: 4 }, was(1, 5), 30],
    ['a trial that goes well', { all: 40, bad: 2 }, was(30, 5), undefined],
  ])('%s', (_, calls, before, minutes) => expect(quietMinutes(calls, before, at, rule)).toBe(minutes))
})

it('calls from before it was opened again do not count', () => {
  expect(countedSince(undefined, at, rule)).toEqual(ago(30))
  expect(countedSince(was(30, 5), at, rule)).toEqual(ago(5))
  expect(countedSince(was(30, 300), at, rule)).toEqual(ago(30))
})

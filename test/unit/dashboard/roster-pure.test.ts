import { describe, expect, it } from 'vitest'
import { deedOf } from '../../../dashboard/src/roster/grid-keys.ts'
import { begin, finish, nextEdit, NO_EDITS, refuse, type EditState, type PendingEdit } from '../../../dashboard/src/roster/history.ts'
import { readRosterSearch } from '../../../dashboard/src/roster/roster-search.ts'
import { isoWeekday, mondayOf, mondayOfWeek, weekOf } from '../../../dashboard/src/roster/weeks.ts'
import { editOfDrop } from '../../../dashboard/src/roster/use-drag.ts'
import { AMIRA, DANA, roster, shift } from '../../support/dashboard-roster.ts'

describe('weeks', () => {
  it.each([
    ['2026-11-25', '2026-W48', '2026-11-23'],
    ['2027-01-03', '2026-W53', '2026-12-28'],
    ['2024-12-30', '2025-W01', '2024-12-30'],
    ['2021-01-01', '2020-W53', '2020-12-28'],
  ])('%s lies in %s', (date, week, monday) => {
    expect([weekOf(date), mondayOf(date), mondayOfWeek(week)]).toEqual([week, monday, monday])
  })
  it.each(['2025-W53', '2026-W00', '2026-W54', '2026-48', ''])('%j is none', (week) => expect(mondayOfWeek(week)).toBeUndefined())
  it('a Sunday is the seventh day', () => expect([isoWeekday('2026-11-29'), isoWeekday('2026-11-23')]).toEqual([7, 1]))
})

describe('the address of the roster', () => {
  it('takes a week, or any day of it', () => {
    expect(readRosterSearch({ week: '2026-W48' })).toEqual({ week: '2026-W48' })
    expect(readRosterSearch({ from: '2026-11-25', view: 'person', person: 'p', plan: 'published' })).toEqual({
      week: '2026-W48',
      view: 'person',
      person: 'p',
      plan: 'published',
    })
  })
  it('drops what it cannot read', () => expect(readRosterSearch({ week: '2026-W99', from: '2026-02-30', view: 'year', plan: 'draft', person: 7 })).toEqual({}))
})

describe('keys of the grid', () => {
  const size = { rows: 3, columns: 7 }
  const plain = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false }
  const at = { row: 1, column: 1 }
  it('walk, and stop at the edges', () => {
    expect(deedOf({ key: 'ArrowLeft', ...plain }, at, size)).toEqual({ kind: 'go', place: { row: 1, column: 0 } })
    expect(deedOf({ key: 'ArrowDown', ...plain }, { row: 2, column: 7 }, size)).toEqual({ kind: 'go', place: { row: 2, column: 7 } })
  })
  it('move a shift with Alt, never onto the name', () =>
    expect(deedOf({ key: 'ArrowLeft', ...plain, altKey: true }, at, size)).toEqual({ kind: 'shift', place: { row: 1, column: 1 } }))
  it('are the same on a Russian keyboard', () => expect(deedOf({ key: 'т', code: 'KeyN', ...plain }, at, size)).toEqual({ kind: 'new' }))
  it.each([
    [{ key: 'z', code: 'KeyZ', ...plain, ctrlKey: true }, 'undo'],
    [{ key: 'Z', code: 'KeyZ', ...plain, ctrlKey: true, shiftKey: true }, 'redo'],
    [{ key: 'Delete', ...plain }, 'remove'],
    [{ key: '?', ...plain, shiftKey: true }, 'help'],
  ] as const)('%j', (key, kind) => expect(deedOf(key, at, size)).toEqual({ kind }))
  it('leave the browser its own', () => {
    expect(deedOf({ key: 'p', code: 'KeyP', ...plain, ctrlKey: true }, at, size)).toBeUndefined()
    expect(deedOf({ key: 'Tab', ...plain }, at, size)).toBeUndefined()
  })
})

describe('undoing', () => {
  const a = shift({ id: 'a', date: '2026-11-23' })
  const b = shift({ id: 'a', date: '2026-11-24', version: 2 })
  const run = (state: EditState, edit: Omit<PendingEdit, 'key'>, saved: typeof a | null) => finish(begin(state, { ...edit, key: 'k' }), 'k', saved)
  const undo = (state: EditState, saved: typeof a | null) => run(state, { ...(nextEdit(state, 'undo') ?? { before: null, after: null }), way: 'undo' }, saved)

  it('of a move is the move back, and can be done again', () => {
    const moved = run(NO_EDITS, { before: a, after: b, way: 'do' }, b)
    expect(nextEdit(moved, 'undo')).toEqual({ before: b, after: a })
    const back = undo(moved, { ...a, version: 3 })
    expect(back.done).toEqual([])
    expect(nextEdit(back, 'redo')).toMatchObject({ after: b })
  })
  it('of a removal counts its versions anew, in what can be undone before it and done again after it', () => {
    const moved = run(NO_EDITS, { before: a, after: b, way: 'do' }, b)
    const removed = run(moved, { before: b, after: null, way: 'do' }, null)
    expect(nextEdit(removed, 'undo')).toEqual({ before: null, after: { ...b, version: 0 } })
    const again = undo(removed, { ...b, version: 1 })
    expect(nextEdit(again, 'undo')).toMatchObject({ before: { id: 'a', version: 0 }, after: { date: a.date } })
    expect(nextEdit(again, 'redo')).toMatchObject({ before: { id: 'a', version: 0 }, after: null })
  })
  it('ends what could be done again when something new is done', () => {
    const back = undo(run(NO_EDITS, { before: a, after: b, way: 'do' }, b), a)
    expect(run(back, { before: null, after: b, way: 'do' }, b).undone).toEqual([])
  })
  it('that is refused can be tried again', () => {
    const moved = run(NO_EDITS, { before: a, after: b, way: 'do' }, b)
    const edit = nextEdit(moved, 'undo')
    if (!edit) throw new Error('nothing')
    expect(refuse(begin(moved, { ...edit, way: 'undo', key: 'u' }), 'u')).toEqual(moved)
  })
})

describe('a drop', () => {
  const drop = (source: Record<string, unknown>, target: Record<string, unknown>) => editOfDrop(roster(), source, target, () => 'Europe/Berlin', 'new')
  const target = { kind: 'cell', personId: DANA, date: '2026-11-24' }
  it('moves a shift', () =>
    expect(drop({ kind: 'shift', shiftId: 'amira-early' }, target)?.after).toMatchObject({ id: 'amira-early', personId: DANA, date: '2026-11-24' }))
  it('makes one of a type', () =>
    expect(drop({ kind: 'type', typeId: 'night' }, target)).toMatchObject({ before: null, after: { id: 'new', shiftTypeId: 'night' } }))
  it('where it was, or of nothing, does nothing', () => {
    expect(drop({ kind: 'shift', shiftId: 'amira-early' }, { kind: 'cell', personId: AMIRA, date: '2026-11-23' })).toBeUndefined()
    expect(drop({ kind: 'shift', shiftId: 'gone' }, target)).toBeUndefined()
    expect(drop({ kind: 'shift', shiftId: 'amira-early' }, {})).toBeUndefined()
  })
})

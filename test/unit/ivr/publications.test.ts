import { describe, expect, it } from 'vitest'
import { isToBePublished, versionToRollBackTo, type Publication } from '../../../services/ivr/publications.ts'

const published = (...rows: [version: string, by: Publication['by']][]): Publication[] =>
  rows.map(([version, by]) => ({ version, by, why: 'because', publishedAt: new Date(0) }))

describe('what lies in the folder is published', () => {
  it.each<[what: string, version: string, before: string | undefined, published: Publication[], expected: boolean]>([
    ['the first time', 'a', undefined, [], true],
    ['not again', 'a', undefined, published(['a', 'folder']), false],
    ['when it is new at the start', 'b', undefined, published(['a', 'folder']), true],
    ['when it has changed while we run', 'b', 'a', published(['a', 'folder']), true],
    ['not when nothing has changed there', 'a', 'a', published(['b', 'page'], ['a', 'folder']), false],
    ['not over a roll-back, at the start', 'b', undefined, published(['a', 'command'], ['b', 'folder'], ['a', 'folder']), false],
    ['not over what the page published later, at the start', 'a', undefined, published(['b', 'page'], ['a', 'folder']), false],
    ['when it is new, over a roll-back', 'c', undefined, published(['a', 'command'], ['b', 'folder'], ['a', 'folder']), true],
    ['when somebody takes his edit back while we run', 'a', 'b', published(['b', 'folder'], ['a', 'folder']), true],
    ['when it went back while nobody looked, and only the folder publishes', 'a', undefined, published(['b', 'folder'], ['a', 'folder']), true],
  ])('%s', (_, version, before, rows, expected) => {
    expect(isToBePublished(version, { before, published: rows })).toBe(expected)
  })
})

it('rolls back to the version before the present one, over repeats', () => {
  expect(versionToRollBackTo(published(['b', 'page'], ['b', 'folder'], ['a', 'folder']))).toBe('a')
  expect(versionToRollBackTo(published(['a', 'folder']))).toBeUndefined()
  expect(versionToRollBackTo([])).toBeUndefined()
})

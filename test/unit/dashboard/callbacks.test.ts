import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { isFiltered, readCallbackFilter, toCallbackQuery } from '../../../dashboard/src/callbacks/callback-filter.ts'
import { textOf, whyParts, windowWords } from '../../../dashboard/src/callbacks/chain-words.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const words = (JSON.parse(readFileSync(join(root, 'dashboard/src/locales/en.callbacks.json'), 'utf8')) as { callbacks: { whys: Record<string, string> } })
  .callbacks
const isKnown = (key: string) => words.whys[key.replace('callbacks.whys.', '')] !== undefined

describe('the filter of the queue', () => {
  it('takes what is usable out of a URL and leaves the rest', () => {
    expect(readCallbackFilter({ state: 'waiting', source: 'web', skill: 'gas', isMine: true, page: 3, shown: 'a' })).toEqual({
      ...{ state: 'waiting', source: 'web', skill: 'gas', isMine: true, page: 3, shown: 'a' },
    })
    expect(readCallbackFilter({ state: 'nowhere', source: 7, skill: '', isMine: 'no', page: -1 })).toEqual({})
    expect(readCallbackFilter({ page: 1, isMine: 'true' })).toEqual({ isMine: true })
  })

  it.each([
    [{}, 'limit=50&state=open'],
    [{ state: 'all' }, 'limit=50'],
    [{ state: 'done', page: 2 }, 'limit=50&state=done&offset=50'],
    [{ isMine: true, skill: 'gas', shown: 'x' }, 'limit=50&state=open&skill=gas&personId=me'],
  ] as const)('asks for %o with %s', (filter, query) => expect(toCallbackQuery(filter, 'me')).toBe(`?${query}`))

  it('is none when only a page or a panel is open', () => {
    expect([{}, { page: 2 }, { shown: 'a' }, { isMine: true } as const].map(isFiltered)).toEqual([false, false, false, true])
  })
})

const inWords = (from: string, to: string) => `${from} – ${to}`

describe('the chain in words', () => {
  it.each([
    ['asked for (web)', [{ key: 'callbacks.whyParts.asked', values: { source: 'web' } }]],
    ['next in order; Dana Novak is free longest (published shift until 17:00)', [{ key: 'callbacks.whyParts.next', values: { name: 'Dana Novak' } }]],
    ['its window has begun', [{ key: 'callbacks.whys.its_window_has_begun', values: {} }]],
    [
      'he did not answer; all tries are used',
      [
        { key: 'callbacks.whys.he_did_not_answer', values: {} },
        { key: 'callbacks.whys.all_tries_are_used', values: {} },
      ],
    ],
    ['something new; never seen', [{ text: 'something new; never seen' }]],
  ])('%s', (why, parts) => expect(whyParts(why, isKnown)).toEqual(parts))

  it('has words for every sentence that never changes', () => {
    const sentences = sourcesOf(join(root, 'services/callbacks')).flatMap((source) =>
      [...source.matchAll(/\bwhy(?: =|:) '([a-z][^']*? [^']*)'/g)].map(([, sentence]) => sentence ?? ''),
    )
    expect(sentences.length).toBeGreaterThan(15)
    expect(sentences.filter((sentence) => whyParts(sentence, isKnown).some((part) => 'text' in part))).toEqual([])
  })

  it('shows nothing of a body that has another shape', () => {
    expect([textOf('a'), textOf({ name: 'Dana' }), textOf({ n: 1 }), textOf(null), textOf(3)]).toEqual(['a', 'Dana', '', '', ''])
    expect([windowWords({ from: 'a', to: 'b' }, inWords), windowWords({ from: 1, to: 'b' }, inWords), windowWords(null, inWords)]).toEqual(['a – b', '', ''])
  })
})

function sourcesOf(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name)
    if (statSync(path).isDirectory()) return sourcesOf(path)
    return path.endsWith('.ts') ? [readFileSync(path, 'utf8')] : []
  })
}

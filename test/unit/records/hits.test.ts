import { describe, expect, it } from 'vitest'
import { chosen, excerpt, type Found } from '../../../services/records/search/hits.ts'

const found = (kind: Found['kind'], ref: string, isExact = false): Found => ({ kind, ref, title: ref, body: '', isExact })
const refs = (list: readonly Found[], limit: number) => chosen(list, limit).map(({ ref }) => ref)

describe('what is shown of what was found', () => {
  it('exact ones come first, then the kinds in turn', () => {
    const list = [found('customer', 'a'), found('customer', 'b'), found('case', 'c'), found('call', 'd'), found('call', 'e', true)]
    expect(refs(list, 10)).toEqual(['e', 'a', 'c', 'd', 'b'])
    expect(refs(list, 3)).toEqual(['e', 'a', 'c'])
  })

  it('each once, as the better of its two', () => {
    const twice = [found('customer', 'a'), found('customer', 'b'), found('customer', 'a', true), found('case', 'a'), found('customer', 'b')]
    expect(chosen(twice, 10)).toEqual([found('customer', 'a', true), found('customer', 'b'), found('case', 'a')])
  })

  it('nothing is nothing', () => expect(chosen([], 5)).toEqual([]))
})

describe('the words around', () => {
  const long = `${'Some words before it. '.repeat(10)}The boiler in the cellar has been leaking since Tuesday. ${'And more after it. '.repeat(10)}`
  it.each([
    ['leaks', 'leaking'],
    ['CELLAR', 'cellar'],
    ['tuesday boiler', 'boiler'],
  ])('%j shows %j of a long text, in whole words', (typed, shown) => {
    const text = excerpt(long, typed)
    expect(text).toContain(shown)
    expect(text).toMatch(/^….*…$/)
    expect(text.length).toBeLessThan(125)
    for (const word of text.replaceAll('…', '').split(' ')) expect(long.split(' ')).toContain(word)
  })
  it.each([
    ['Протекает крыша', 'крышу', 'Протекает крыша'],
    ['Ёлка стоит', 'елки', 'Ёлка стоит'],
    ['short', 'absent', 'short'],
    ['', 'x', ''],
    ['a&b', '&', 'a&b'],
  ])('of %j for %j: %j', (text, typed, shown) => expect(excerpt(text, typed)).toBe(shown))
  it('a text without a single blank is cut', () => expect(excerpt('x'.repeat(500), 'x').length).toBeLessThan(125))
})

import { describe, expect, it } from 'vitest'
import { attributes, html } from '../../../services/callbacks/public/pages/html.ts'
import { PAGE_WORDS, pageLanguage, windowText } from '../../../services/callbacks/public/pages/words.ts'
import { isCodeOf, codeHashOf } from '../../../services/callbacks/public/codes/code.ts'
import { FAULTS, TOPICS } from '../../../services/callbacks/public/words.ts'

describe('html', () => {
  it('escapes every value, but for what it has made itself', () => {
    const evil = `<b class="x">'&`
    expect(html`<p title="${evil}">${evil}${html`<i>${evil}</i>`}</p>`.markup).toBe(
      '<p title="&lt;b class=&quot;x&quot;&gt;&#39;&amp;">&lt;b class=&quot;x&quot;&gt;&#39;&amp;<i>&lt;b class=&quot;x&quot;&gt;&#39;&amp;</i></p>',
    )
  })
  it('writes nothing for what is not there, and lists one after the other', () => {
    expect(html`${null}${undefined}${false}${0}${['a', html`<br />`, ['b']]}`.markup).toBe('0a<br />b')
  })
  it('has attributes that are there or not', () => {
    expect(attributes({ checked: true, disabled: false, value: '"', max: 3, id: undefined }).markup).toBe(' checked value="&quot;" max="3"')
  })
})

describe('the language of a page', () => {
  it.each([
    // asked      accepted              ours   language
    ['ru', 'en', 'en', 'ru'],
    ['fr', 'ru-RU, en;q=0.5', 'en', 'ru'],
    [undefined, 'fr', 'ru', 'ru'],
    [undefined, undefined, 'de', 'en'],
  ])('%s, %s, %s -> %s', (asked, accepted, ours, language) => expect(pageLanguage(asked, accepted, ours)).toBe(language))
})

it('a window is told by the clock of its zone, on both sides of a change of the clocks', () => {
  const window = { from: '2026-10-24T22:00:00.000Z', to: '2026-10-25T02:00:00.000Z' }
  expect(windowText(window, 'Europe/Berlin', 'en')).toBe('Sun 25 October, 00:00–03:00')
  expect(windowText(window, 'Asia/Tokyo', 'ru')).toBe('вс, 25 октября, 07:00–11:00')
})

it('both languages say all that the other says', () => {
  const paths = (value: object): string[] =>
    Object.entries(value).flatMap(([key, inner]) => (typeof inner === 'object' ? paths(inner as object).map((path) => `${key}.${path}`) : [key]))
  expect(paths(PAGE_WORDS.ru)).toEqual(paths(PAGE_WORDS.en))
  expect(paths(FAULTS.ru)).toEqual(paths(FAULTS.en))
  for (const titles of Object.values(TOPICS)) expect(Object.keys(titles)).toEqual(['en', 'ru'])
})

it('a code fits only the callback to which it was sent', () => {
  expect(isCodeOf('one', codeHashOf('one', '123456'), '123456')).toBe(true)
  expect(isCodeOf('one', codeHashOf('other', '123456'), '123456')).toBe(false)
  expect(isCodeOf('one', null, '123456')).toBe(false)
})

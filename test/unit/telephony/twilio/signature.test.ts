import { createHash } from 'node:crypto'
import twilio from 'twilio'
import { describe, expect, it } from 'vitest'
import { formParams, isSignedByTwilio, signedText } from '../../../../services/telephony/twilio/signature.ts'

const TOKEN = '12345'
const URL = 'https://example.com/webhooks/twilio/voice?turn=1&on=gather'
const sign = (url: string, params: Record<string, string | string[]>, token = TOKEN): string => twilio.getExpectedTwilioSignature(token, url, params)
const check = (url: string, form: Record<string, string | string[]>, signature: string | undefined, tokens: readonly string[] = [TOKEN]): boolean =>
  isSignedByTwilio(tokens, { url, signature, body: { form } })

const FIELDS = { CallSid: 'CA1234567890ABCDE', Caller: '+14158675310', Digits: '1234', From: '+14158675310', To: '+18005551212' }

describe('a form', () => {
  it('knows the example of the documentation', () => {
    // https://www.twilio.com/docs/usage/security#explore-the-algorithm-yourself
    expect(check('https://mycompany.com/myapp.php?foo=1&bar=2', FIELDS, 'RSOYDt4T1cUTdK1PDd93/VVr8B8=')).toBe(false) // token 12345 signs another text here
    expect(check('https://mycompany.com/myapp.php?foo=1&bar=2', FIELDS, sign('https://mycompany.com/myapp.php?foo=1&bar=2', FIELDS))).toBe(true)
  })

  it.each<[string, Record<string, string | string[]>]>([
    ['plain fields', FIELDS],
    ['no fields', {}],
    ['an empty value', { ...FIELDS, Digits: '' }],
    ['blanks around a value', { ...FIELDS, SpeechResult: '  two  blanks ' }],
    ['unicode', { ...FIELDS, CallerName: 'Zoë Ünal', SpeechResult: 'поломка 😀' }],
    ['line ends and signs', { ...FIELDS, SpeechResult: 'a\r\nb&c=d+e%20' }],
    ['a repeated field', { ...FIELDS, MediaUrl: ['b', 'a', 'b'] }],
    ['names that objects have anyway', { ...FIELDS, constructor: 'x', toString: 'y', hasOwnProperty: 'z' }],
    ['names in odd case', { b: '1', B: '2', a: '3', _: '4', 1: '5' }],
  ])('%s', (_, form) => {
    expect(check(URL, form, sign(URL, form))).toBe(true)
    expect(check(URL, form, sign(URL, form, 'another'))).toBe(false)
    expect(check(URL, { ...form, Added: '1' }, sign(URL, form))).toBe(false)
  })

  it.each([
    // PUBLIC_URL               what Twilio signed           accepted
    ['https://h.example/a?b=1', 'https://h.example/a?b=1', true],
    ['https://h.example/a?b=1', 'https://h.example:443/a?b=1', true],
    ['https://h.example:443/a?b=1', 'https://h.example/a?b=1', true],
    ['http://h.example/a', 'http://h.example:80/a', true],
    ['https://h.example:8443/a', 'https://h.example:8443/a', true],
    ['https://h.example:8443/a', 'https://h.example/a', true],
    ['https://h.example/a', 'https://h.example:8443/a', false],
    ['https://h.example/a', 'http://h.example/a', false],
    ['https://h.example/a', 'https://h.example/a/', false],
    ['https://h.example/a', 'https://other.example/a', false],
    ["https://h.example/a?q=it's", "https://h.example/a?q=it's", true],
    ["https://h.example/a?q=it's", 'https://h.example/a?q=it%27s', true],
    ['https://h.example/a?b=1&c=2', 'https://h.example/a?c=2&b=1', false],
  ])('our %s signed as %s: %s', (ours, signed, isAccepted) => expect(check(ours, FIELDS, sign(signed, FIELDS))).toBe(isAccepted))

  it('takes either of two tokens, and no other', () => {
    for (const token of ['old', 'new']) expect(check(URL, FIELDS, sign(URL, FIELDS, token), ['old', 'new'])).toBe(true)
    expect(check(URL, FIELDS, sign(URL, FIELDS, 'older'), ['old', 'new'])).toBe(false)
    expect(check(URL, FIELDS, sign(URL, FIELDS), [])).toBe(false)
  })

  it.each([undefined, '', ' ', '=', 'x', 'x'.repeat(28), 'x'.repeat(9_999), 'RSOYDt4T1cUTdK1PDd93/VVr8B8='])('refuses the signature %j', (signature) =>
    expect(check(URL, FIELDS, signature)).toBe(false),
  )

  it('refuses a signature with any of its letters changed', () => {
    const signature = sign(URL, FIELDS)
    for (let at = 0; at < signature.length; at += 1) {
      const forged = signature.slice(0, at) + (signature[at] === 'A' ? 'B' : 'A') + signature.slice(at + 1)
      expect(check(URL, FIELDS, forged)).toBe(false)
    }
  })

  it('refuses a URL that cannot be read', () => expect(check('not a url', {}, 'x')).toBe(false))
})

describe('JSON', () => {
  const raw = '{"AccountSid":"AC1","name":"Zoë"}'
  const hash = createHash('sha256').update(raw).digest('hex')
  const url = `https://example.com/status?bodySHA256=${hash}`
  const checkRaw = (at: string, signature: string, body = raw): boolean => isSignedByTwilio([TOKEN], { url: at, signature, body: { raw: body } })

  it('needs the URL signed and the hash right', () => {
    expect(checkRaw(url, sign(url, {}))).toBe(true)
    expect(checkRaw(url, sign(url, {}), `${raw} `)).toBe(false)
    expect(checkRaw(url, sign(`${url}x`, {}))).toBe(false)
    expect(checkRaw('https://example.com/status', sign('https://example.com/status', {}))).toBe(false)
    expect(checkRaw('https://example.com/status?bodySHA256=', sign('https://example.com/status?bodySHA256=', {}))).toBe(false)
  })
  it('takes the first of two hashes, as the official library does', () => {
    const twice = `${url}&bodySHA256=${'0'.repeat(64)}`
    expect(checkRaw(twice, sign(twice, {}))).toBe(true)
    const wrongFirst = `https://example.com/status?bodySHA256=${'0'.repeat(64)}&bodySHA256=${hash}`
    expect(checkRaw(wrongFirst, sign(wrongFirst, {}))).toBe(false)
  })
})

describe('signedText', () => {
  it.each<[Record<string, string | string[]>, string]>([
    [{}, 'U'],
    [{ b: '2', a: '1' }, 'Ua1b2'],
    [{ a: ['2', '1', '2'] }, 'Ua1a2'],
    [{ a: '' }, 'Ua'],
  ])('%j -> %s', (form, text) => expect(signedText({ url: 'U', body: { form } })).toBe(text))
  it('is the same for a border moved between a name and its value', () =>
    expect(signedText({ url: 'U', body: { form: { Digit: 's1' } } })).toBe(signedText({ url: 'U', body: { form: { Digits: '1' } } })))
})

describe('formParams', () => {
  it.each<[string, object]>([
    ['a=1&b=2', { a: '1', b: '2' }],
    ['a=+x+&b=%20y%2B', { a: ' x ', b: ' y+' }],
    ['a=1&a=2&a=3', { a: ['1', '2', '3'] }],
    ['a&b=&=c', { a: '', b: '', '': 'c' }],
    ['a=b=c', { a: 'b=c' }],
    ['n=%D0%B4%F0%9F%98%80', { n: 'д😀' }],
    ['bad=%zz&cut=%C3', { bad: '%zz', cut: '\uFFFD' }],
    ['', {}],
    ['?a=1', { '?a': '1' }],
  ])('%s -> %j', (body, params) => expect({ ...formParams(body) }).toEqual(params))

  it('keeps every field, also one named __proto__', () => {
    const params = formParams('__proto__=x&a=1')
    expect(Object.keys(params)).toEqual(['__proto__', 'a'])
    expect(check(URL, params, sign(URL, { a: '1' }))).toBe(false)
  })
  it('keeps more than a thousand fields', () =>
    expect(Object.keys(formParams(Array.from({ length: 1_500 }, (_, n) => `k${n}=v`).join('&')))).toHaveLength(1_500))
})

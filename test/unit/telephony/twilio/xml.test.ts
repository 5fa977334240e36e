import twilio from 'twilio'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { xmlElement, xmlResponse, xmlText } from '../../../../services/telephony/twilio/xml.ts'

describe('xmlElement', () => {
  it.each<[Parameters<typeof xmlElement>, string]>([
    [['Hangup'], '<Hangup/>'],
    [['Pause', { length: 2 }], '<Pause length="2"/>'],
    [['Say', { language: 'en' }, 'x'], '<Say language="en">x</Say>'],
    [['A', { gone: undefined, is: true, empty: '' }], '<A is="true" empty=""/>'],
    [['A', { x: '&<>"\'\t\n\r\u0001' }], '<A x="&amp;&lt;>&quot;\'&#x9;&#xA;&#xD;"/>'],
  ])('%j', (given, expected) => expect(xmlElement(...given)).toBe(expected))
})

describe('xmlText', () => {
  it.each([
    ['a & b', 'a &amp; b'],
    ['<>', '&lt;&gt;'],
    ['\u0000\u0008\uFFFF\uDC00x', 'x'],
    ['\t\n😀', '\t\n😀'],
    ['\r', '&#xD;'],
  ])('%j', (text, expected) => expect(xmlText(text)).toBe(expected))
})

it("writes any legal text as Twilio's builder does", () => {
  const legal = fc.string({ unit: 'grapheme' }).filter((text) => !/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text) && text !== '')
  fc.assert(
    fc.property(legal, legal, (text, url) => {
      const response = new twilio.twiml.VoiceResponse()
      response.gather({ action: url }).say({}, text)
      expect(xmlResponse(xmlElement('Gather', { action: url }, xmlElement('Say', {}, xmlText(text))))).toBe(response.toString())
    }),
    { numRuns: 300 },
  )
})

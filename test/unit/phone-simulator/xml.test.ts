import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseXml } from '../../../services/phone-simulator/twiml/xml.ts'

describe('the XML that Twilio reads', () => {
  it.each([
    ['<a/>', { name: 'a', attributes: {}, children: [] }],
    ['<?xml version="1.0" encoding="UTF-8"?><a b="1" c=\'2\'>x</a>', { name: 'a', attributes: { b: '1', c: '2' }, children: ['x'] }],
    ['<a>1 &amp; 2 &lt; 3 &#233;&#x1F600;</a>', { name: 'a', attributes: {}, children: ['1 & 2 < 3 é😀'] }],
    ['<a><![CDATA[<b>&]]></a>', { name: 'a', attributes: {}, children: ['<b>&'] }],
    ['<!-- x --><a><!-- y --><b/></a> ', { name: 'a', attributes: {}, children: ['', { name: 'b', attributes: {}, children: [] }] }],
    ['<a:b x:y="&quot;"/>', { name: 'a:b', attributes: { 'x:y': '"' }, children: [] }],
  ])('reads %s', (text, root) => {
    expect(parseXml(text)).toEqual({ kind: 'parsed', root })
  })

  it.each([
    ['', 'content is not allowed before'],
    ['\n<?xml version="1.0"?><a/>', 'must be the very first thing'],
    ['<?xml version="2.0"?><a/>', 'no version 1.0'],
    ['<a>', 'is not closed'],
    ['<a></b>', 'closed by something else'],
    ['<a/><b/>', 'content after'],
    ['<a b=1/>', 'not well formed'],
    ['<a b="1" b="2"/>', 'stands twice'],
    ['<a b="1"c="2"/>', 'not well formed'],
    ['<a b="<"/>', 'not well formed'],
    ['<a>fish & chips</a>', 'begins no known entity'],
    ['<a>&nbsp;</a>', 'begins no known entity'],
    ['<!DOCTYPE a><a/>', 'document type definitions'],
    ['<a><!DOCTYPE x></a>', 'neither comment nor CDATA'],
    ['Hello', 'before the first element'],
    ['<a>\u0001</a>', 'control character'],
  ])('refuses %j', (text, message) => {
    expect(parseXml(text)).toMatchObject({ kind: 'malformed', message: expect.stringContaining(message) })
  })

  it('names the line', () => {
    expect(parseXml('<a>\n\n<b></c></a>')).toMatchObject({ line: 3 })
  })

  it('never throws, and gives back any text that was escaped', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseXml(text)))
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const clean = text.replace(/\p{Cc}/gu, '')
        const escaped = clean.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
        expect(parseXml(`<a b="${escaped}">${escaped}x</a>`)).toMatchObject({
          root: { attributes: { b: clean }, children: [`${clean}x`] },
        })
      }),
    )
  })
})

/** XML as Twilio reads it, written directly: its own builder makes a document tree for each answer and throws on characters that callers' words can hold. */

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/** Not allowed in XML 1.0 in any spelling: one of them and the caller hears "an application error has occurred". */
const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\t': '&#x9;', '\n': '&#xA;', '\r': '&#xD;' }
const escape = (char: string): string => ESCAPES[char] ?? char

/** A text between tags. */
export function xmlText(text: string): string {
  return text.replace(ILLEGAL, '').replace(/[&<>\r]/g, escape)
}

/** `content` is XML already. Attributes that are undefined are left out. */
export function xmlElement(name: string, attributes: Attributes = {}, content = ''): string {
  let tag = `<${name}`
  for (const key in attributes) {
    const value = attributes[key]
    if (value !== undefined)
      tag += ` ${key}="${String(value)
        .replace(ILLEGAL, '')
        .replace(/[&<"\t\n\r]/g, escape)}"`
  }
  return content === '' ? `${tag}/>` : `${tag}>${content}</${name}>`
}

export function xmlResponse(...elements: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${xmlElement('Response', {}, elements.join(''))}`
}

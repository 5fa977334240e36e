/** An element of a TwiML document; text stands between the children in order. */
export type XmlElement = {
  name: string
  attributes: Readonly<Record<string, string>>
  children: ReadonlyArray<XmlNode>
}
export type XmlNode = XmlElement | string
export type XmlResult = { kind: 'parsed'; root: XmlElement } | { kind: 'malformed'; message: string; line: number }

const name = /[A-Za-z_][\w.:-]*/y
const space = /[ \t\r\n]*/y
const attribute = /([A-Za-z_][\w.:-]*)[ \t\r\n]*=[ \t\r\n]*(?:"([^"<]*)"|'([^'<]*)')/y
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

type Fault = { at: number; message: string }
const isFault = (value: unknown): value is Fault => typeof value === 'object' && value !== null && 'at' in value

/** Parses the part of XML that Twilio reads, as strictly: anything that is not well formed is refused, as is a DTD. */
export function parseXml(source: string): XmlResult {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source
  const result = document(text)
  if (!isFault(result)) return { kind: 'parsed', root: result }
  return { kind: 'malformed', message: result.message, line: text.slice(0, result.at).split('\n').length }
}

function document(text: string): XmlElement | Fault {
  let at = 0
  if (text.startsWith('<?xml')) {
    const end = text.indexOf('?>')
    if (end < 0) return { at, message: 'the XML declaration is not closed' }
    if (!/^<\?xml\s+version=("1\.[01]"|'1\.[01]')/.test(text)) return { at, message: 'the XML declaration has no version 1.0' }
    at = end + 2
  }
  const start = misc(text, at)
  if (isFault(start)) return start
  if (text[start] !== '<') return { at: start, message: 'content is not allowed before the first element' }
  const root = element(text, start)
  if (isFault(root)) return root
  const rest = misc(text, root.end)
  if (isFault(rest)) return rest
  return rest === text.length ? root.element : { at: rest, message: 'content after the last element' }
}

/** Skips white space and comments outside the root. */
function misc(text: string, from: number): number | Fault {
  let at = skip(text, from)
  while (text.startsWith('<!--', at)) {
    const end = text.indexOf('-->', at + 4)
    if (end < 0) return { at, message: 'a comment is not closed' }
    at = skip(text, end + 3)
  }
  if (text.startsWith('<?xml', at)) return { at, message: 'the XML declaration must be the very first thing' }
  if (text.startsWith('<!', at)) return { at, message: 'document type definitions are not allowed' }
  return at
}

function element(text: string, from: number): { element: XmlElement; end: number } | Fault {
  const tag = match(name, text, from + 1)
  if (tag === undefined) return { at: from, message: 'a "<" that begins no element' }
  const attributes: Record<string, string> = {}
  let at = from + 1 + tag[0].length
  for (;;) {
    const next = skip(text, at)
    if (text.startsWith('/>', next)) return { element: { name: tag[0], attributes, children: [] }, end: next + 2 }
    if (text[next] === '>') return content(text, next + 1, tag[0], attributes)
    const found = next > at ? match(attribute, text, next) : undefined
    if (found === undefined) return { at: next, message: `the tag <${tag[0]}> is not well formed` }
    const key = found[1]!
    if (Object.hasOwn(attributes, key)) return { at: next, message: `the attribute "${key}" stands twice in <${tag[0]}>` }
    const value = unescape(found[2] ?? found[3] ?? '', next)
    if (isFault(value)) return value
    attributes[key] = value
    at = next + found[0].length
  }
}

function content(text: string, from: number, tag: string, attributes: Record<string, string>): { element: XmlElement; end: number } | Fault {
  const children: XmlNode[] = []
  let at = from
  for (;;) {
    const open = text.indexOf('<', at)
    if (open < 0) return { at: text.length, message: `<${tag}> is not closed` }
    if (open > at) {
      const words = unescape(text.slice(at, open), at)
      if (isFault(words)) return words
      children.push(words)
    }
    if (text.startsWith('</', open)) {
      const close = match(name, text, open + 2)
      const end = skip(text, open + 2 + (close?.[0].length ?? 0))
      if (close?.[0] !== tag || text[end] !== '>') return { at: open, message: `<${tag}> is closed by something else` }
      return { element: { name: tag, attributes, children }, end: end + 1 }
    }
    const inner = text.startsWith('<!', open) ? special(text, open) : element(text, open)
    if (isFault(inner)) return inner
    if ('element' in inner) children.push(inner.element)
    else children.push(inner.words)
    at = inner.end
  }
}

/** Comments and CDATA inside an element. */
function special(text: string, from: number): { words: string; end: number } | Fault {
  const [begin, close] = text.startsWith('<!--', from) ? ['<!--', '-->'] : ['<![CDATA[', ']]>']
  const end = text.indexOf(close, from + begin.length)
  if (!text.startsWith(begin, from) || end < 0) return { at: from, message: 'a "<!" that is neither comment nor CDATA' }
  return { words: begin === '<!--' ? '' : text.slice(from + begin.length, end), end: end + close.length }
}

function unescape(raw: string, at: number): string | Fault {
  const parts = raw.split('&')
  let result = parts[0]!
  for (const part of parts.slice(1)) {
    const end = part.indexOf(';')
    const key = end < 0 ? '' : part.slice(0, end)
    const character = entities[key] ?? fromCode(key)
    if (character === undefined) return { at, message: 'a "&" that begins no known entity (write &amp;)' }
    result += character + part.slice(end + 1)
  }
  // eslint-disable-next-line no-control-regex
  return /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(result) ? { at, message: 'a control character' } : result
}

function fromCode(key: string): string | undefined {
  const hex = /^#x([0-9A-Fa-f]{1,6})$/.exec(key)?.[1]
  const decimal = /^#([0-9]{1,7})$/.exec(key)?.[1]
  const code = hex ? parseInt(hex, 16) : decimal ? parseInt(decimal, 10) : undefined
  return code === undefined || code === 0 || code > 0x10ffff ? undefined : String.fromCodePoint(code)
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}

function skip(text: string, at: number): number {
  return at + (match(space, text, at)?.[0].length ?? 0)
}

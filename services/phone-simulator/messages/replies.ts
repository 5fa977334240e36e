import { parseXml, type XmlElement } from '../twiml/xml.ts'

/** What the answer to an incoming text orders: texts back, or another document. */
export type Reply =
  | { kind: 'message'; body: string; to: string | undefined; from: string | undefined; statusCallback: string | undefined; method: 'GET' | 'POST' }
  | { kind: 'redirect'; url: string; method: 'GET' | 'POST' }
export type RepliesRead = { kind: 'replies'; replies: Reply[] } | { kind: 'error'; code: 12100 | 12200 | 12300; message: string }

/** Reads MessagingResponse TwiML. https://www.twilio.com/docs/messaging/twiml */
export function readReplies(body: string, contentType: string | undefined): RepliesRead {
  if (body.trim() === '') return { kind: 'replies', replies: [] }
  const type = contentType?.split(';')[0]?.trim().toLowerCase()
  if (type === 'text/plain') return { kind: 'replies', replies: [message(body, {})] }
  if (type === undefined || !['text/xml', 'application/xml', 'text/html'].includes(type)) {
    return { kind: 'error', code: 12300, message: `Content-Type is ${contentType ?? 'missing'}` }
  }
  const parsed = parseXml(body)
  if (parsed.kind === 'malformed') return { kind: 'error', code: 12100, message: `line ${parsed.line}: ${parsed.message}` }
  if (parsed.root.name !== 'Response') return { kind: 'error', code: 12200, message: `the root is ${parsed.root.name}, not Response` }
  const replies: Reply[] = []
  for (const child of parsed.root.children) {
    if (typeof child === 'string') continue
    const reply = replyOf(child)
    if (reply === undefined) return { kind: 'error', code: 12200, message: `<${child.name}> is no verb of a text message's answer` }
    replies.push(reply)
    if (reply.kind === 'redirect') break
  }
  return { kind: 'replies', replies }
}

function replyOf(element: XmlElement): Reply | undefined {
  const { name, attributes } = element
  if (name === 'Redirect') return { kind: 'redirect', url: textOf(element).trim(), method: methodOf(attributes['method']) }
  if (name !== 'Message' && name !== 'Sms') return undefined
  const bodies = element.children.filter((child) => typeof child !== 'string' && child.name === 'Body') as XmlElement[]
  return message(bodies.length > 0 ? bodies.map(textOf).join('') : textOf(element), attributes)
}

function message(body: string, attributes: Readonly<Record<string, string>>): Reply {
  const { to, from, method } = attributes
  return { kind: 'message', body, to, from, statusCallback: attributes['statusCallback'] ?? attributes['action'], method: methodOf(method) }
}

const methodOf = (value: string | undefined): 'GET' | 'POST' => (value?.toUpperCase() === 'GET' ? 'GET' : 'POST')
const textOf = ({ children }: XmlElement): string => children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')

import { elements, method, Refused, textOf, whole } from './reading.ts'
import type { DialQueue, Enqueue } from './verbs.ts'
import type { XmlElement } from './xml.ts'

const longestName = 64
const largestQueue = 5000

export function readEnqueue(element: XmlElement): Enqueue {
  const at = element.attributes
  if (at['workflowSid'] !== undefined || elements(element).length > 0) {
    throw new Refused(12200, 'The simulator has no TaskRouter: Enqueue with workflowSid or Task is not played.')
  }
  const maxQueueSize = at['maxQueueSize'] === undefined ? undefined : whole(at['maxQueueSize'], 1, 1, 12200, 'Enqueue maxQueueSize')
  if (maxQueueSize !== undefined && maxQueueSize > largestQueue)
    throw new Refused(12200, `Enqueue maxQueueSize: ${maxQueueSize}; allowed: 1 to ${largestQueue}.`)
  return {
    verb: 'enqueue',
    name: readName(element, 14204, 14205),
    action: at['action'],
    method: method(at['method'], 'Enqueue', 14201),
    waitUrl: at['waitUrl'],
    waitUrlMethod: method(at['waitUrlMethod'], 'Enqueue waitUrlMethod', 14206),
    maxQueueSize,
  }
}

/** `<Dial><Queue>`. */
export function readQueueNoun(element: XmlElement): DialQueue {
  const at = element.attributes
  if (at['reservationSid'] !== undefined) throw new Refused(12200, 'The simulator has no TaskRouter: Queue with reservationSid is not played.')
  return { kind: 'queue', name: readName(element, 14212, 14213), url: at['url'], method: method(at['method'], 'Queue', 14210) }
}

function readName(element: XmlElement, tooShort: number, tooLong: number): string {
  const name = textOf(element).trim()
  if (name === '') throw new Refused(tooShort, `${element.name}: the queue has no name.`)
  if (name.length > longestName)
    throw new Refused(tooLong, `${element.name}: the queue's name has ${name.length} characters; at most ${longestName} are allowed.`)
  return name
}

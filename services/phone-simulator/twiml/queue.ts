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
  const maxQueueSize = at['maxQueueSize'] === undefined ? undefined : whole(at['maxQueueSize'], 1, 1, 14205, 'Enqueue maxQueueSize')
  if (maxQueueSize !== undefined && maxQueueSize > largestQueue)
    throw new Refused(14205, `Enqueue maxQueueSize: ${maxQueueSize}; allowed: 1 to ${largestQueue}.`)
  return {
    verb: 'enqueue',
    name: readName(element, 14207),
    action: at['action'],
    method: method(at['method'], 'Enqueue', 14204),
    waitUrl: at['waitUrl'],
    waitUrlMethod: method(at['waitUrlMethod'], 'Enqueue waitUrlMethod', 14206),
    maxQueueSize,
  }
}

/** `<Dial><Queue>`. */
export function readQueueNoun(element: XmlElement): DialQueue {
  const at = element.attributes
  if (at['reservationSid'] !== undefined) throw new Refused(12200, 'The simulator has no TaskRouter: Queue with reservationSid is not played.')
  return { kind: 'queue', name: readName(element, 14210), url: at['url'], method: method(at['method'], 'Queue', 14212) }
}

function readName(element: XmlElement, code: number): string {
  const name = textOf(element).trim()
  if (name === '' || name.length > longestName)
    throw new Refused(code, `${element.name}: invalid queue name "${name}"; allowed: 1 to ${longestName} characters.`)
  return name
}

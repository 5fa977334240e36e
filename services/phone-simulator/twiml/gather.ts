import { isPrompt, readPrompt } from './prompts.ts'
import { callback, elements, flag, list, method, Refused, whole, type Warnings } from './reading.ts'
import type { Gather } from './verbs.ts'
import type { XmlElement } from './xml.ts'

const mostHints = 500
const longestHint = 100
const defaultTimeoutSeconds = 5

export function readGather(element: XmlElement, warnings: Warnings): Gather {
  const at = element.attributes
  const input = list(at['input'], 'dtmf')
  const accepts = (['keys', 'speech'] as const).filter((kind) => input.includes(kind === 'keys' ? 'dtmf' : 'speech'))
  if (accepts.length === 0) throw new Refused(13326, `Gather: invalid input "${at['input'] ?? ''}"; allowed: dtmf, speech, dtmf speech.`)
  const finishOnKey = at['finishOnKey'] ?? '#'
  if (!/^[0-9*#]?$/.test(finishOnKey)) throw new Refused(13311, `Gather: invalid finishOnKey "${finishOnKey}"; allowed: 0-9, *, # or nothing.`)
  checkHints(at['hints'])
  const prompts = elements(element).map((child) => {
    if (!isPrompt(child)) throw new Refused(13320, `<${child.name}> is not allowed in <Gather>.`)
    return readPrompt(child, warnings)
  })
  const timeoutSeconds = at['timeout'] === 'auto' ? defaultTimeoutSeconds : whole(at['timeout'], defaultTimeoutSeconds, 0, 13313, 'Gather timeout')
  return {
    verb: 'gather',
    accepts,
    prompts,
    action: at['action'] ?? '',
    method: method(at['method'], 'Gather', 13312),
    timeoutSeconds,
    speechTimeoutSeconds: at['speechTimeout'] === 'auto' ? 1 : whole(at['speechTimeout'], timeoutSeconds, 0, 13327, 'Gather speechTimeout'),
    partialResult: callback(at, 'partialResultCallback', 'Gather', 13329),
    numDigits: at['numDigits'] === undefined ? undefined : whole(at['numDigits'], 1, 1, 13314, 'Gather numDigits'),
    finishOnKey,
    bargeIn: flag(at['bargeIn'], true),
    actionOnEmptyResult: flag(at['actionOnEmptyResult'], false),
    language: at['language'] ?? 'en-US',
  }
}

function checkHints(given: string | undefined): void {
  const hints = (given ?? '').split(',').map((hint) => hint.trim())
  if (hints.length > mostHints) throw new Refused(13330, `Gather: ${hints.length} hints; at most ${mostHints} are allowed.`)
  const long = hints.find((hint) => hint.length > longestHint)
  if (long !== undefined)
    throw new Refused(13330, `Gather: the hint "${long.slice(0, 20)}..." has ${long.length} characters; at most ${longestHint} are allowed.`)
}

import { callback, elements, flag, method, Refused, whole, type Attributes, type Warnings } from './reading.ts'
import type { RecordVerb, StartRecording } from './verbs.ts'
import type { XmlElement } from './xml.ts'

export function readRecord({ attributes: at }: XmlElement, warnings: Warnings): RecordVerb {
  if (flag(at['transcribe'], false) || at['transcribeCallback'] !== undefined) {
    warnings.push({ code: 13619, message: 'Record: the simulator writes no transcripts; transcribe and transcribeCallback are read over.' })
  }
  return {
    verb: 'record',
    action: at['action'] ?? '',
    method: method(at['method'], 'Record', 13610),
    timeoutSeconds: whole(at['timeout'], 5, 1, 13611, 'Record timeout'),
    finishOnKey: at['finishOnKey'] ?? '1234567890*#',
    maxLengthSeconds: whole(at['maxLength'], 3600, 1, 13612, 'Record maxLength'),
    playBeep: flag(at['playBeep'], true),
    isTrimmed: at['trim'] === 'trim-silence',
    status: callback(at, 'recordingStatusCallback', 'Record', 13610),
  }
}

/** `<Start><Recording/></Start>` and `<Stop><Recording/></Stop>`; the other things to start are streams, which the simulator has not. */
export function readStart(element: XmlElement): StartRecording | { verb: 'stopRecording' } {
  const child = elements(element)[0]
  if (child?.name !== 'Recording') throw new Refused(12200, `The simulator does not play <${child?.name ?? ''}> in <${element.name}>; it plays <Recording>.`)
  if (element.name === 'Stop') return { verb: 'stopRecording' }
  const at = child.attributes
  const status = callback(at, 'recordingStatusCallback', 'Recording', 13610)
  return { verb: 'startRecording', channels: at['channels'] === 'mono' ? 1 : 2, track: track(at['track']), callback: status }
}

export function track(value: Attributes[string] | undefined): 'inbound' | 'outbound' | 'both' {
  return value === 'inbound' || value === 'outbound' ? value : 'both'
}

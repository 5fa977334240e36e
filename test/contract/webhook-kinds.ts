import type { WebhookEntry } from '../../services/phone-simulator/journal.ts'
import { recordedWebhooks, type RecordedWebhook, type WebhookKind } from './recorded-webhooks.ts'

type Sent = Pick<WebhookEntry, 'purpose' | 'parameters'>

/** Which of the recorded kinds a webhook is, by its purpose and by what only that kind carries. */
export function kindOf({ purpose, parameters }: Sent): WebhookKind {
  switch (purpose) {
    case 'voice':
      return voiceKind(parameters)
    case 'fallback':
      return 'fallback'
    case 'wait':
      return 'QueuePosition' in parameters ? 'queueWait' : 'conferenceWait'
    case 'sms':
      return 'incomingText'
    case 'status':
      return 'CallDuration' in parameters ? 'statusOver' : 'statusUnderWay'
    case 'recording':
      if ('ConferenceSid' in parameters) return 'conferenceRecording'
      return parameters['RecordingStatus'] === 'in-progress' ? 'recordingBegun' : 'recordingReady'
    case 'conference':
      return conferenceKind(parameters['StatusCallbackEvent'])
    case 'machine':
      return 'machine'
    case 'partial':
      return 'partialSpeech'
    case 'smsStatus':
      if ('ErrorCode' in parameters) return 'textNotDelivered'
      return parameters['MessageStatus'] === 'delivered' ? 'textDelivered' : 'textUnderWay'
  }
}

function voiceKind(parameters: Sent['parameters']): WebhookKind {
  if ('SpeechResult' in parameters) return 'speech'
  if ('QueueResult' in parameters) return 'queueLeft'
  if ('DequeingCallSid' in parameters) return 'queueGreeting'
  if (parameters['DialCallStatus'] === 'answered') return 'conferenceLeft'
  if ('DialCallStatus' in parameters) return parameters['DialBridged'] === 'true' ? 'dialEnded' : 'dialFailed'
  if ('RecordingSid' in parameters) return 'recorded'
  if ('Digits' in parameters) return parameters['Digits'] === '' ? 'noInput' : 'keys'
  if ('ParentCallSid' in parameters) return 'calledNumber'
  if (parameters['CallStatus'] === 'ringing') return 'incomingCall'
  return parameters['Direction'] === 'outbound-api' ? 'answeredCall' : 'redirect'
}

function conferenceKind(event: string | undefined): WebhookKind {
  if (event === 'conference-start') return 'conferenceStarted'
  if (event === 'conference-end') return 'conferenceEnded'
  return event === 'participant-leave' ? 'participantLeft' : 'participantChanged'
}

/** What a webhook of the simulator lacks, or has besides, compared with what was recorded. */
export function webhookComplaints(sent: Sent): string[] {
  const kind = kindOf(sent)
  const { body, sometimes = [] }: RecordedWebhook = recordedWebhooks[kind]
  const missing = Object.keys(body).filter((name) => !(name in sent.parameters) && !sometimes.includes(name))
  const strange = Object.keys(sent.parameters).filter((name) => !(name in body) && !sometimes.includes(name))
  return [...missing.map((name) => `${kind} lacks ${name}`), ...strange.map((name) => `${kind} has ${name}`)]
}

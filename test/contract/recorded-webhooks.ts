/**
 * Bodies of Twilio's webhooks, by kind: what was recorded in life or stands in Twilio's documentation. Numbers, SIDs and cities were exchanged; names,
 * their spelling and the form of the values were not. Sources:
 *
 * voice: https://www.twilio.com/docs/voice/twiml#request-parameters and a dump of an incoming call in a public repository
 * status: a dump of a `completed` report (2018, with AnsweredBy) and https://www.twilio.com/docs/voice/api/call-resource#statuscallback
 * dial, record, gather, queue, enqueue: the page of each verb below https://www.twilio.com/docs/voice/twiml
 * conference: https://www.twilio.com/docs/voice/twiml/conference#attributes-statusCallback, with its table of what is sent when
 * recording: https://www.twilio.com/docs/voice/api/recording#recording-status-callback
 * machine: https://www.twilio.com/docs/voice/answering-machine-detection
 * sms: https://www.twilio.com/docs/messaging/guides/webhook-request and a dump from the documentation of a gem (2024)
 * smsStatus: dumps of `delivered` reports (2023) and https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
 */
export type RecordedWebhook = {
  /** What was sent, as it was sent. */
  body: Readonly<Record<string, string>>
  /** Names that come only at times, or that Twilio adds without saying: the simulator may send them or not. */
  sometimes?: ReadonlyArray<string>
}

const sid = (prefix: string): string => prefix + '0123456789abcdef'.repeat(2)
const line = '+493023125100'
const customer = '+493023125200'
const agent = '+493023125301'

const place = (who: string): Record<string, string> => ({ [`${who}City`]: 'BERLIN', [`${who}State`]: '', [`${who}Zip`]: '', [`${who}Country`]: 'DE' })

const call = {
  AccountSid: sid('AC'),
  ApiVersion: '2010-04-01',
  CallSid: sid('CA'),
  CallStatus: 'in-progress',
  Called: line,
  Caller: customer,
  Direction: 'inbound',
  From: customer,
  To: line,
  ...place('Called'),
  ...place('Caller'),
  ...place('From'),
  ...place('To'),
}
const callSometimes = ['StirVerstat', 'StirPassportToken', 'CallToken', 'CallerName', 'ForwardedFrom', 'CalledVia', 'ParentCallSid', 'AnsweredBy']

const report = {
  ...call,
  Direction: 'outbound-api',
  Called: customer,
  Caller: line,
  From: line,
  To: customer,
  Timestamp: 'Sun, 25 Mar 2018 09:53:19 +0000',
  CallbackSource: 'call-progress-events',
  SequenceNumber: '1',
}
const recording = {
  AccountSid: sid('AC'),
  CallSid: sid('CA'),
  RecordingSid: sid('RE'),
  RecordingUrl: `https://api.twilio.com/2010-04-01/Accounts/${sid('AC')}/Recordings/${sid('RE')}`,
  RecordingStatus: 'completed',
  RecordingDuration: '7',
  RecordingChannels: '1',
  RecordingStartTime: 'Thu, 05 Dec 2024 09:53:19 +0000',
  RecordingSource: 'RecordVerb',
}
const conference = {
  AccountSid: sid('AC'),
  ConferenceSid: sid('CF'),
  FriendlyName: 'room',
  SequenceNumber: '1',
  Timestamp: 'Thu, 1 Jun 2017 20:48:32 +0000',
}
const participant = {
  ...conference,
  CallSid: sid('CA'),
  Muted: 'false',
  Hold: 'false',
  Coaching: 'false',
  StartConferenceOnEnter: 'true',
  EndConferenceOnExit: 'false',
}
const participantSometimes = ['ParticipantLabel', 'CallSidToCoach']
const text = {
  MessageSid: sid('SM'),
  SmsSid: sid('SM'),
  AccountSid: sid('AC'),
  ApiVersion: '2010-04-01',
  From: customer,
  To: line,
}
const textReport = { ...text, From: line, To: customer, MessageStatus: 'sent', SmsStatus: 'sent' }

/** By kind; test/contract/webhook-kinds.ts says which kind a webhook is of. */
export const recordedWebhooks = {
  incomingCall: { body: { ...call, CallStatus: 'ringing' }, sometimes: callSometimes },
  answeredCall: { body: { ...report, CallStatus: 'in-progress' }, sometimes: [...callSometimes, ...Object.keys(report), 'MachineDetectionDuration'] },
  calledNumber: {
    body: { ...call, Direction: 'outbound-dial', ParentCallSid: sid('CA'), From: line, Caller: line, To: agent, Called: agent },
    sometimes: callSometimes,
  },
  redirect: { body: call, sometimes: callSometimes },
  keys: { body: { ...call, Digits: '1234' }, sometimes: [...callSometimes, 'FinishedOnKey', 'msg'] },
  speech: {
    body: { ...call, SpeechResult: 'My name is Jane Doe.', Confidence: '0.9261' },
    sometimes: [...callSometimes, 'Language', 'SpeechActivityType', 'msg'],
  },
  noInput: { body: { ...call, Digits: '' }, sometimes: [...callSometimes, 'FinishedOnKey', 'msg'] },
  partialSpeech: {
    body: { ...call, UnstableSpeechResult: 'my name', SequenceNumber: '0', Stability: '0.8' },
    sometimes: [...callSometimes, 'StableSpeechResult', 'Stability', 'Language', 'PartialResultSequenceNumber', 'CallbackSource', 'Timestamp'],
  },
  recorded: {
    body: { ...call, RecordingUrl: recording.RecordingUrl, RecordingSid: recording.RecordingSid, RecordingDuration: '7', Digits: '#' },
    sometimes: callSometimes,
  },
  dialEnded: {
    body: { ...call, DialCallStatus: 'completed', DialCallSid: sid('CA'), DialCallDuration: '42', DialBridged: 'true' },
    sometimes: [...callSometimes, 'RecordingUrl', 'RecordingSid', 'RecordingDuration'],
  },
  dialFailed: {
    body: { ...call, DialCallStatus: 'no-answer', DialCallSid: sid('CA'), DialBridged: 'false' },
    sometimes: [...callSometimes, 'DialCallDuration', 'DialSipResponseCode', 'ErrorCode', 'ErrorMessage'],
  },
  conferenceWait: { body: call, sometimes: [...callSometimes, 'ConferenceSid', 'FriendlyName'] },
  conferenceLeft: {
    body: { ...call, DialCallStatus: 'answered' },
    sometimes: [...callSometimes, 'ConferenceSid', 'DialBridged', 'RecordingUrl', 'DialCallSid'],
  },
  queueWait: {
    body: { ...call, QueueSid: sid('QU'), QueuePosition: '1', QueueTime: '0', AvgQueueTime: '0', CurrentQueueSize: '1', MaxQueueSize: '1000' },
    sometimes: callSometimes,
  },
  queueLeft: { body: { ...call, QueueResult: 'bridged', QueueSid: sid('QU'), QueueTime: '35' }, sometimes: callSometimes },
  queueGreeting: { body: { ...call, QueueSid: sid('QU'), QueueTime: '35', DequeingCallSid: sid('CA') }, sometimes: callSometimes },
  fallback: {
    body: { ...call, ErrorCode: '11200', ErrorUrl: 'https://line.example/voice' },
    sometimes: [...callSometimes, 'Digits', 'SpeechResult', 'Confidence'],
  },
  statusUnderWay: { body: { ...report, CallStatus: 'ringing' }, sometimes: [...callSometimes, 'StirStatus'] },
  statusOver: {
    body: { ...report, CallStatus: 'completed', Duration: '1', CallDuration: '49', SequenceNumber: '3' },
    sometimes: [...callSometimes, 'SipResponseCode', 'RecordingUrl', 'RecordingSid', 'RecordingDuration', 'StirStatus'],
  },
  recordingReady: { body: recording, sometimes: ['ErrorCode', 'RecordingTrack', 'EncryptionDetails'] },
  recordingBegun: { body: { ...recording, RecordingStatus: 'in-progress' }, sometimes: ['RecordingDuration', 'ErrorCode', 'RecordingTrack'] },
  conferenceRecording: {
    body: { ...recording, ConferenceSid: sid('CF'), RecordingSource: 'Conference' },
    sometimes: ['CallSid', 'RecordingDuration', 'ErrorCode', 'RecordingTrack'],
  },
  conferenceStarted: { body: { ...conference, StatusCallbackEvent: 'conference-start' }, sometimes: [...participantSometimes, ...Object.keys(participant)] },
  conferenceEnded: {
    body: { ...conference, StatusCallbackEvent: 'conference-end', ReasonConferenceEnded: 'last-participant-left' },
    sometimes: ['CallSidEndingConference', 'ParticipantLabelEndingConference', 'Reason'],
  },
  participantChanged: { body: { ...participant, StatusCallbackEvent: 'participant-join' }, sometimes: [...participantSometimes, 'AnnounceUrl'] },
  participantLeft: {
    body: { ...participant, StatusCallbackEvent: 'participant-leave', ReasonParticipantLeft: 'participant_hung_up', ParticipantCallStatus: 'completed' },
    sometimes: participantSometimes,
  },
  machine: {
    body: { AccountSid: sid('AC'), CallSid: sid('CA'), AnsweredBy: 'machine_start', MachineDetectionDuration: '3400' },
    sometimes: Object.keys(report),
  },
  incomingText: {
    body: { ...text, SmsMessageSid: sid('SM'), SmsStatus: 'received', Body: 'St', NumMedia: '0', NumSegments: '1', ...place('From'), ...place('To') },
    sometimes: ['MessagingServiceSid', 'OptOutType'],
  },
  textUnderWay: { body: textReport, sometimes: ['MessagingServiceSid'] },
  textDelivered: {
    body: { ...textReport, MessageStatus: 'delivered', SmsStatus: 'delivered', RawDlrDoneDate: '2303222338' },
    sometimes: ['MessagingServiceSid'],
  },
  textNotDelivered: {
    body: { ...textReport, MessageStatus: 'undelivered', SmsStatus: 'undelivered', ErrorCode: '30006' },
    sometimes: ['MessagingServiceSid', 'ErrorMessage', 'RawDlrDoneDate'],
  },
} as const satisfies Readonly<Record<string, RecordedWebhook>>

export type WebhookKind = keyof typeof recordedWebhooks

/** What stands in an export unless somebody has changed it: nothing to carry over, and nothing to tell. */
const usual: Readonly<Record<string, readonly unknown[]>> = {
  allow_concurrent_calls: [true],
  loop: [1],
  voice: ['default'],
  gather_language: ['en', 'en-US'],
  speech_timeout: ['auto'],
  profanity_filter: ['true', true],
  stop_gather: [true],
  finish_on_key: ['#'],
  trim: ['do-not-trim', 'trim-silence'],
  play_beep: ['true', true],
  transcribe: [false],
  record: [false],
  waitUrlMethod: ['POST'],
  wait_url_method: ['POST'],
  recording_channels: ['mono'],
  detect_answering_machine: [false],
  add_twilio_auth: [false],
}

/** True for what says nothing: empty, or what every export has. */
export function isUsual(property: string, value: unknown): boolean {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return true
  if (property === 'flags' && typeof value === 'object' && value !== null) return Object.entries(value).every(([flag, set]) => isUsual(flag, set))
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) return true
  return Object.hasOwn(usual, property) && (usual[property] ?? []).includes(value)
}

const advice: Readonly<Record<string, string>> = {
  flags: 'a caller may always call twice at the same time',
  loop: 'a prompt is said once and again when nothing is answered; write it twice if it must be heard twice',
  voice: 'the line has one voice for each language',
  language: 'the language of the flow counts; see "languages" at its top',
  play: 'the line speaks texts and plays no files; write under "prompt" what the recording says',
  digits: 'the line sends no tones; if they were meant for a machine, have people dial it instead',
  speech_timeout: 'the line decides itself when somebody has finished speaking',
  speech_model: 'the line chooses how speech is recognised',
  hints: 'write the words that callers say under "say:" of the options',
  profanity_filter: 'what callers say is kept as it is',
  gather_language: 'speech is recognised in the language that is spoken to the caller',
  stop_gather: 'an answer always ends a question here',
  finish_on_key: 'a question always has a key that ends the answer; see "finishOnKey"',
  number_of_digits: 'see "minDigits" and "maxDigits"',
  timeout: 'see "timeoutSeconds" of the step',
  caller_id: 'the line shows its own number to who is called',
  record: 'calls are not recorded; a voicemail records messages',
  transcribe: 'the recording lies on the case, without a transcription',
  transcription_callback_url: 'the recording lies on the case; nobody else is told',
  recording_status_callback_url: 'the recording lies on the case; nobody else is told',
  recording_status_callback: 'calls are not recorded',
  play_beep: 'there is always a tone before a recording',
  trim: 'a recording is kept as it is',
  wait_url: 'write the address of a sound file under "music" of the queue',
  waitUrl: 'write the address of a sound file under "music" of the queue',
  priority: 'callers are taken in the order in which they came',
  attributes: 'the case and the answers of the caller are shown to who takes the call',
  task_attributes: 'the case and the answers of the caller are shown to who takes the call',
  workflow: 'say who is rung by "skill", "level" or "site" of the queue',
  workflow_sid: 'say who is rung by "skill", "level" or "site" of the queue',
  queue_name: 'say who is rung by "skill", "level" or "site" of the queue',
  channel: 'calls need no channel here',
  sip_username: 'give the address rights at its own end; no passwords are kept in flows',
  sip_password: 'give the address rights at its own end; no passwords are kept in flows',
  from: 'texts and calls go out from the number of the line',
  service: 'texts go out from the number of the line',
  media_url: 'texts carry no pictures; write a link into the text',
  content_sid: 'write the text itself',
  add_twilio_auth: 'requests carry no password; let the other program check where they come from',
  content_type: 'a body is sent as JSON',
  timeout_seconds: 'see "timeoutSeconds" of the step',
  save_response_as: 'answers are kept by the names under "answer"',
}

/** What to do about a property that no step has a place for. */
export function propertyAdvice(property: string): string {
  const hint = Object.hasOwn(advice, property) ? advice[property] : undefined
  return `cannot be carried over: ${hint ?? 'there is nothing like it here; leave it out, or build what it does from the steps in ivr-flows/README.md'}`
}

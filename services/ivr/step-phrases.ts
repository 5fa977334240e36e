import type { FlowStep } from './flow.ts'
import type { PhraseName } from './phrases.ts'

const presence: ReadonlyArray<PhraseName> = ['askPin', 'wrongPin', 'tooManyPins', 'askPresence', 'isReady', 'isOnBreak', 'isAway']

/** Which sentences a kind of step may say. */
export const phrasesOf: Readonly<Record<FlowStep['do'], ReadonlyArray<PhraseName>>> = {
  say: [],
  menu: ['noInput', 'noMatch', 'confirmMeant', 'useKeys'],
  gather: ['noInput', 'noMatch', 'confirmKeys', 'confirmSpeech', 'confirmMeant', 'useKeys'],
  survey: ['noInput', 'noMatch', 'confirmKeys', 'confirmMeant', 'useKeys'],
  set: [],
  branch: [],
  hours: [],
  dial: ['screen', 'stillTrying'],
  queue: ['screen', 'queuePosition', 'offerLeave', 'offerCallback', 'holdOn', 'stillHolding'],
  wake: ['wakePrompt', 'wakeWaiting'],
  transfer: [],
  voicemail: ['noInput', 'goodbye'],
  openCase: ['wait', 'again'],
  callback: ['wait', 'again'],
  caseStatus: ['askCaseNumber', 'caseNotFound', 'noInput', 'again'],
  directory: ['askName', 'nameNotFound', 'chooseEntry', 'noneOfThem', 'noInput', 'noMatch', 'useKeys'],
  incident: ['incidentOffer'],
  customer: [],
  sms: [],
  http: ['wait'],
  goTo: [],
  presence: ['noInput', 'noMatch', ...presence],
  hangUp: [],
}

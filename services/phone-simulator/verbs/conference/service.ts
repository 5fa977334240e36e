import { plainParticipant, type Conference, type Participant, type ParticipantSettings } from '../../conferences/conference.ts'
import { hasEnded, type Leg } from '../../legs/leg.ts'
import type { Dial, DialConference } from '../../twiml/verbs.ts'
import { after, inDocument } from '../actions.ts'
import { tellOnly } from '../telling/service.ts'
import type { Playing } from '../dependencies.ts'
import type { Allowed, Outcome } from '../outcome.ts'
import { playWait } from '../wait/service.ts'

const inWaiting: Allowed = { verbs: ['play', 'say', 'pause', 'redirect'], code: 13238, place: 'the waitUrl, holdUrl or announceUrl of a conference' }
const plainInner = { purpose: 'wait', allowed: inWaiting, parameters: () => ({}) } as const

/** The leg is in a conference: waits for its start, talks, is held, hears announcements, until it leaves or is taken out. */
export async function playConference(on: Playing, leg: Leg, verb: Dial, noun: DialConference, base: string | undefined): Promise<Outcome> {
  const conference = on.conferences.find(noun.name)
  if (noun.coaches !== undefined && !isInside(conference, noun.coaches)) return refused(on, leg, verb, base, 'The coached call is not inside.', 13240)
  if (noun.label !== undefined && conference && hasLabel(conference, noun.label)) {
    on.legs.note(leg, 'webhook', { code: 16025, text: `Somebody labelled "${noun.label}" is in the conference already.` })
    return { kind: 'next' }
  }
  const settings = settingsOf(noun, base)
  const opened = on.conferences.open(noun.name, settings)
  const participant = on.conferences.join(opened, leg, settings)
  if (!participant) return refused(on, leg, verb, base, 'The conference is full.')
  on.legs.markAnswered(leg)
  on.legs.note(leg, 'joined', { text: opened.friendlyName })
  await takePart(on, leg, verb, opened, participant)
  on.conferences.leave(opened, participant)
  leg.isCutOff = false
  const told = { DialCallStatus: 'answered', DialBridged: String(opened.startedAt !== undefined), ConferenceSid: opened.sid }
  if (!hasEnded(leg) && leg.redirect === undefined) return after(verb, base, told)
  if (hasEnded(leg) && verb.action !== undefined) await tellOnly(on, leg, { url: verb.action, base, method: verb.method, parameters: told })
  return { kind: 'interrupted' }
}

const isInside = (conference: Conference | undefined, callSid: string): boolean => {
  return conference?.participants.some(({ leg, hasJoined }) => hasJoined && leg.sid === callSid) ?? false
}
const hasLabel = (conference: Conference, label: string): boolean => conference.participants.some((one) => one.hasJoined && one.label === label)

function refused(on: Playing, leg: Leg, verb: Dial, base: string | undefined, text: string, code?: number): Outcome {
  on.legs.note(leg, 'webhook', { text, ...(code === undefined ? {} : { code }) })
  return after(verb, base, { DialCallStatus: 'failed', DialBridged: 'false' })
}

function settingsOf(noun: DialConference, base: string | undefined): ParticipantSettings {
  const { isMuted, startsOnEnter, endsOnExit, beepsOn, maxParticipants, label, coaches } = noun
  return {
    ...plainParticipant,
    ...{ isMuted, startsOnEnter, endsOnExit, beepsOn, maxParticipants, label, coaches },
    waitTarget: noun.waitUrl === undefined ? undefined : { url: noun.waitUrl, base, method: noun.waitMethod },
    statusCallback: inDocument(noun.status, base),
    recording: noun.isRecorded ? { callback: inDocument(noun.recordingStatus, base), isTrimmed: noun.isTrimmed } : undefined,
  }
}

/** Ends when the participant is out, presses * (if that hangs up), has used up the Dial's time, or its waitUrl fails. */
async function takePart(on: Playing, leg: Leg, verb: Dial, conference: Conference, participant: Participant): Promise<void> {
  const until = on.scheduler.now() + verb.timeLimitSeconds * 1000
  const stopClock = on.scheduler.after(verb.timeLimitSeconds, () => {
    leg.isCutOff = true
    leg.line.interrupt()
  })
  for (;;) {
    leg.isCutOff = false
    const isOut = participant.leaveReason !== undefined || conference.status === 'completed' || on.scheduler.now() >= until
    if (isOut || hasEnded(leg) || leg.redirect !== undefined || (await doOneThing(on, leg, verb, conference, participant)) === 'out') break
  }
  stopClock()
}

async function doOneThing(on: Playing, leg: Leg, verb: Dial, conference: Conference, participant: Participant): Promise<'on' | 'out'> {
  const { announcement, holdTarget, waitTarget } = participant
  if (announcement) {
    await on.run(leg, announcement, { ...plainInner, parameters: () => ({ ConferenceSid: conference.sid }) })
    if (participant.announcement === announcement) on.conferences.announced(conference, participant)
    return 'on'
  }
  if (participant.isOnHold || conference.status === 'init') {
    const sound = (participant.isOnHold ? holdTarget : waitTarget) ?? 'music'
    const ending = await playWait(on, leg, sound, { ...plainInner, parameters: () => ({ ConferenceSid: conference.sid }) }, false)
    return ending === 'failed' ? 'out' : 'on'
  }
  const talked = await leg.line.until<'out'>(undefined, (signal) =>
    signal.kind === 'key' && signal.key === '*' && verb.hangupOnStar ? { done: 'out' } : undefined,
  )
  return talked === 'out' ? 'out' : 'on'
}

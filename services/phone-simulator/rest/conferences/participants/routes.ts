import type { FastifyInstance } from 'fastify'
import { participantStatus, type Conference, type Participant, type ParticipantChanges } from '../../../conferences/conference.ts'
import { rfc2822 } from '../../../legs/parameters.ts'
import type { RestDependencies } from '../../dependencies.ts'
import { RestRefusal } from '../../errors.ts'
import { form, type Form } from '../../form.ts'
import { listPage, type Filter } from '../../lists.ts'
import { manner, partiesOf } from '../../parties.ts'
import { accountPath } from '../../resources.ts'
import { settingsOf } from './settings.ts'

type Sid = { Params: { sid: string } }
type One = { Params: { sid: string; key: string } }

/** Who is in a conference. Creating one calls somebody and puts him in; `key` is a CallSid or a label. */
export function participantRoutes(app: FastifyInstance, on: RestDependencies): void {
  const path = '/Accounts/:account/Conferences/:sid/Participants'
  const show =
    (conference: Conference) =>
    (participant: Participant): Record<string, unknown> =>
      participantResource(conference, participant, on.accountSid)

  function findConference(sid: string, url: string): Conference {
    const conference = on.conferences.find(sid)
    if (!conference || conference.status === 'completed') throw new RestRefusal(20404, url)
    return conference
  }

  function find({ sid, key }: One['Params'], url: string): { conference: Conference; participant: Participant } {
    const conference = findConference(sid, url)
    const participant = on.conferences.findParticipant(conference, key)
    if (!participant) throw new RestRefusal(20404, url)
    return { conference, participant }
  }

  /** The path names a conference by SID, or by a name: then it begins with this participant. */
  function openConference(sidOrName: string, url: string, fields: Form): Conference {
    if (/^CF[0-9a-f]{32}$/i.test(sidOrName)) return findConference(sidOrName, url)
    return on.conferences.open(sidOrName, settingsOf(fields))
  }

  app.post<Sid>(`${path}.json`, ({ params, url, body }, reply) => {
    const fields = form(body)
    const is = { ours: (number: string) => on.world.findNumber(number) !== undefined, blocked: on.faults.isBlocked }
    const parties = partiesOf(fields, is)
    const how = manner(fields, { prefix: '' })
    const settings = settingsOf(fields)
    const conference = openConference(params.sid, url, fields)
    const name = conference.friendlyName.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
    const twiml = `<Response><Dial><Conference>${name}</Conference></Dial></Response>`
    const leg = on.calls.place({ ...parties, ...how, target: { url: '', method: 'POST', twiml }, fallback: undefined })
    if (!leg) throw new RestRefusal(22005)
    return reply.code(201).send(show(conference)(on.conferences.expect(conference, leg, settings)))
  })

  app.get<Sid>(`${path}.json`, ({ params, url, query }) => {
    const conference = findConference(params.sid, url)
    const list = { name: 'participants', path: `${accountPath(on.accountSid)}/Conferences/${conference.sid}/Participants.json`, filters, query }
    return listPage({ ...list, items: conference.participants }, show(conference))
  })

  app.get<One>(`${path}/:key.json`, ({ params, url }) => {
    const { conference, participant } = find(params, url)
    return show(conference)(participant)
  })

  app.post<One>(`${path}/:key.json`, ({ params, url, body }) => {
    const { conference, participant } = find(params, url)
    on.conferences.update(conference, participant, changesOf(form(body), conference))
    return show(conference)(participant)
  })

  app.delete<One>(`${path}/:key.json`, ({ params, url }, reply) => {
    const { conference, participant } = find(params, url)
    on.conferences.kick(conference, participant)
    return reply.code(204).send()
  })
}

const isFlag = (value: boolean, wanted: string): boolean => String(value) === wanted
const filters: ReadonlyArray<Filter<Participant>> = [
  { name: 'Muted', test: ({ isMuted }, wanted) => isFlag(isMuted, wanted) },
  { name: 'Hold', test: ({ isOnHold }, wanted) => isFlag(isOnHold, wanted) },
  { name: 'Coaching', test: ({ coaches }, wanted) => isFlag(coaches !== undefined, wanted) },
]

function changesOf(fields: Form, conference: Conference): ParticipantChanges {
  const announceUrl = fields.url('AnnounceUrl', 21205)
  const holdUrl = fields.url('HoldUrl', 21205)
  const isCoaching = fields.flag('Coaching')
  const coached = fields.text('CallSidToCoach') || undefined
  if (coached !== undefined && !conference.participants.some(({ leg }) => leg.sid === coached)) throw new RestRefusal(20001, `CallSidToCoach is ${coached}`)
  if (isCoaching === true && coached === undefined) throw new RestRefusal(20001, 'Coaching needs CallSidToCoach')
  const given = {
    isMuted: fields.flag('Muted'),
    isOnHold: fields.flag('Hold'),
    endsOnExit: fields.flag('EndConferenceOnExit'),
    beepsOn: fields.flag('BeepOnExit') === undefined ? undefined : fields.flag('BeepOnExit') ? ('onExit' as const) : ('never' as const),
    holdTarget: holdUrl ? { url: holdUrl, method: fields.method('HoldMethod') ?? ('POST' as const) } : undefined,
    announcement: announceUrl ? { url: announceUrl, method: fields.method('AnnounceMethod') ?? ('POST' as const) } : undefined,
    coaches: coached,
  }
  const changes: ParticipantChanges = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return isCoaching === false ? { ...changes, coaches: undefined } : changes
}

function participantResource(conference: Conference, participant: Participant, accountSid: string): Record<string, unknown> {
  const { leg, label, coaches } = participant
  return {
    account_sid: accountSid,
    call_sid: leg.sid,
    conference_sid: conference.sid,
    label: label ?? null,
    status: participantStatus(participant),
    muted: participant.isMuted,
    hold: participant.isOnHold,
    coaching: coaches !== undefined,
    call_sid_to_coach: coaches ?? null,
    start_conference_on_enter: participant.startsOnEnter,
    end_conference_on_exit: participant.endsOnExit,
    queue_time: leg.direction === 'outbound-api' ? '0' : null,
    date_created: rfc2822(participant.createdAt),
    date_updated: rfc2822(participant.updatedAt),
    uri: `${accountPath(accountSid)}/Conferences/${conference.sid}/Participants/${leg.sid}.json`,
  }
}

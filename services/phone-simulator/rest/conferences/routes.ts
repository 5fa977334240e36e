import type { FastifyInstance } from 'fastify'
import type { Conference } from '../../conferences/conference.ts'
import { apiVersion, rfc2822 } from '../../legs/parameters.ts'
import type { RestDependencies } from '../dependencies.ts'
import { RestRefusal } from '../errors.ts'
import { form } from '../form.ts'
import { dateFilters, listPage, type Filter } from '../lists.ts'
import { accountPath } from '../resources.ts'

type Sid = { Params: { sid: string } }

const filters: ReadonlyArray<Filter<Conference>> = [
  { name: 'FriendlyName', test: ({ friendlyName }, wanted) => friendlyName === wanted },
  { name: 'Status', test: ({ status }, wanted) => status === wanted },
  ...dateFilters<Conference>('DateCreated', ({ createdAt }) => createdAt),
  ...dateFilters<Conference>('DateUpdated', ({ updatedAt }) => updatedAt),
]

/** Conferences as REST sees them; they begin with TwiML or with a participant. */
export function conferenceRoutes(app: FastifyInstance, on: RestDependencies): void {
  const show = (conference: Conference): Record<string, unknown> => conferenceResource(conference, on.accountSid)

  function find(sid: string, url: string): Conference {
    const conference = on.world.conferences.get(sid)
    if (!conference) throw new RestRefusal(20404, url)
    return conference
  }

  app.get('/Accounts/:account/Conferences.json', ({ query }) => {
    const path = `${accountPath(on.accountSid)}/Conferences.json`
    return listPage({ name: 'conferences', path, items: on.conferences.list().toReversed(), filters, query }, show)
  })
  app.get<Sid>('/Accounts/:account/Conferences/:sid.json', ({ params, url }) => show(find(params.sid, url)))
  app.post<Sid>('/Accounts/:account/Conferences/:sid.json', ({ params, url, body }) => {
    const conference = find(params.sid, url)
    const fields = form(body)
    const status = fields.oneOf('Status', ['completed'])
    const announceUrl = fields.url('AnnounceUrl', 21205)
    if (status !== undefined) on.conferences.end(conference)
    else if (announceUrl) on.conferences.announce(conference, { url: announceUrl, method: fields.method('AnnounceMethod') ?? 'POST' })
    return show(conference)
  })
}

function conferenceResource(conference: Conference, accountSid: string): Record<string, unknown> {
  const uri = `${accountPath(accountSid)}/Conferences/${conference.sid}`
  return {
    sid: conference.sid,
    account_sid: accountSid,
    api_version: apiVersion,
    friendly_name: conference.friendlyName,
    status: conference.status,
    region: 'us1',
    date_created: rfc2822(conference.createdAt),
    date_updated: rfc2822(conference.updatedAt),
    reason_conference_ended: conference.reasonEnded ?? null,
    call_sid_ending_conference: conference.callSidEnding ?? null,
    uri: `${uri}.json`,
    subresource_uris: { participants: `${uri}/Participants.json`, recordings: `${uri}/Recordings.json` },
  }
}

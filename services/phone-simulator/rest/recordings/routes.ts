import type { FastifyInstance } from 'fastify'
import { pitchOf, wav } from '../../audio/wav.ts'
import type { Recording } from '../../recordings/recording.ts'
import type { RestDependencies } from '../dependencies.ts'
import { RestRefusal } from '../errors.ts'
import { dateFilters, listPage, type Filter } from '../lists.ts'
import { accountPath, callRecordingResource, recordingResource } from '../resources.ts'

type Sid = { Params: { sid: string } }
type OfCall = { Params: { call: string; sid: string } }

const filters: ReadonlyArray<Filter<Recording>> = [
  { name: 'CallSid', test: ({ callSid }, wanted) => callSid === wanted },
  { name: 'ConferenceSid', test: ({ conferenceSid }, wanted) => conferenceSid === wanted },
  ...dateFilters<Recording>('DateCreated', ({ createdAt }) => createdAt),
]

export function recordingRoutes(app: FastifyInstance, on: RestDependencies): void {
  const { recordings, legs, conferences } = on.world
  const base = accountPath(on.accountSid)
  const show = (recording: Recording): Record<string, unknown> => recordingResource(recording, on.accountSid, on.baseUrl())
  const showOfCall = (recording: Recording): Record<string, unknown> => callRecordingResource(recording, on.accountSid)
  const newestFirst = (of: (recording: Recording) => boolean): Recording[] => [...recordings.values()].filter(of).reverse()

  function find(sid: string, url: string, callSid?: string): Recording {
    const recording = recordings.get(sid)
    if (!recording || (callSid !== undefined && recording.callSid !== callSid)) throw new RestRefusal(20404, url)
    return recording
  }

  function remove(recording: Recording): void {
    if (recording.status === 'in-progress' || recording.status === 'paused') throw new RestRefusal(20009)
    recordings.delete(recording.sid)
  }

  app.get('/Accounts/:account/Recordings.json', ({ query }) => {
    return listPage({ name: 'recordings', path: `${base}/Recordings.json`, items: newestFirst(() => true), filters, query }, show)
  })
  app.get<Sid>('/Accounts/:account/Recordings/:sid.json', (request) => show(find(request.params.sid, request.url)))
  app.delete<Sid>('/Accounts/:account/Recordings/:sid.json', (request, reply) => {
    remove(find(request.params.sid, request.url))
    return reply.code(204).send()
  })

  app.get<Sid>('/Accounts/:account/Calls/:sid/Recordings.json', ({ params: { sid }, url, query }) => {
    if (!legs.has(sid)) throw new RestRefusal(20404, url)
    const items = newestFirst(({ callSid }) => callSid === sid)
    return listPage({ name: 'recordings', path: `${base}/Calls/${sid}/Recordings.json`, items, filters, query }, showOfCall)
  })
  app.get<OfCall>('/Accounts/:account/Calls/:call/Recordings/:sid.json', ({ params, url }) => showOfCall(find(params.sid, url, params.call)))
  app.delete<OfCall>('/Accounts/:account/Calls/:call/Recordings/:sid.json', ({ params, url }, reply) => {
    remove(find(params.sid, url, params.call))
    return reply.code(204).send()
  })

  app.get<Sid>('/Accounts/:account/Conferences/:sid/Recordings.json', ({ params: { sid }, url, query }) => {
    if (!conferences.has(sid)) throw new RestRefusal(20404, url)
    const items = newestFirst(({ conferenceSid }) => conferenceSid === sid)
    return listPage({ name: 'recordings', path: `${base}/Conferences/${sid}/Recordings.json`, items, filters, query }, showOfCall)
  })
}

/** The sound itself, without authentication: Twilio's default, because a RecordingUrl is handed to players. Always WAV, also under `.mp3`. */
export function mediaRoutes(app: FastifyInstance, on: RestDependencies): void {
  const send = (sid: string, url: string): Buffer => {
    const recording = on.world.recordings.get(sid)
    if (!recording) throw new RestRefusal(20404, url)
    const tracks = recording.voices.map(({ utterances }, speaker) => ({ hertz: pitchOf(speaker), utterances }))
    return wav(recording.durationSeconds, tracks)
  }
  for (const ending of ['', '.wav', '.mp3']) {
    app.get<Sid>(`/Accounts/:account/Recordings/:sid${ending}`, (request, reply) => {
      return reply.type('audio/x-wav').send(send(request.params.sid, request.url))
    })
  }
}

import type { FastifyInstance } from 'fastify'
import type { Recording } from '../../world.ts'
import { RestRefusal } from '../errors.ts'
import { form } from '../form.ts'
import { accountPath, page, recordingResource } from '../resources.ts'
import type { RestDependencies } from '../dependencies.ts'
import { wav } from '../wav.ts'

type Sid = { Params: { sid: string } }

export function recordingRoutes(app: FastifyInstance, on: RestDependencies): void {
  const show = (recording: Recording): Record<string, unknown> => recordingResource(recording, on.accountSid, on.baseUrl())

  function list(url: string, input: unknown, callSid: string | undefined): Record<string, unknown> {
    const fields = form(input)
    const wanted = callSid ?? fields.text('CallSid')
    const found = [...on.world.recordings.values()].filter(({ callSid: of }) => wanted === undefined || of === wanted).reverse()
    const filters = new URLSearchParams(callSid === undefined && wanted !== undefined ? { CallSid: wanted } : {})
    const query = {
      page: fields.whole('Page', 0, 1e6) ?? 0,
      pageSize: fields.whole('PageSize', 1, 1000) ?? 50,
      filters,
    }
    return page('recordings', url, found, query, show)
  }

  app.get('/Accounts/:account/Recordings.json', (request) => {
    return list(`${accountPath(on.accountSid)}/Recordings.json`, request.query, undefined)
  })

  app.get<Sid>('/Accounts/:account/Calls/:sid/Recordings.json', (request) => {
    const { sid } = request.params
    if (!on.world.legs.has(sid)) throw new RestRefusal(20404, request.url)
    return list(`${accountPath(on.accountSid)}/Calls/${sid}/Recordings.json`, request.query, sid)
  })

  app.get<Sid>('/Accounts/:account/Recordings/:sid.json', (request) => {
    const recording = on.world.recordings.get(request.params.sid)
    if (!recording) throw new RestRefusal(20404, request.url)
    return show(recording)
  })

  app.delete<Sid>('/Accounts/:account/Recordings/:sid.json', (request, reply) => {
    if (!on.world.recordings.delete(request.params.sid)) throw new RestRefusal(20404, request.url)
    return reply.code(204).send()
  })
}

/** The sound itself, without authentication: Twilio's default, because a RecordingUrl is handed to players. */
export function mediaRoutes(app: FastifyInstance, on: RestDependencies): void {
  const send = (sid: string, url: string): Buffer => {
    const recording = on.world.recordings.get(sid)
    if (!recording) throw new RestRefusal(20404, url)
    return wav(recording.durationSeconds)
  }
  app.get<Sid>('/Accounts/:account/Recordings/:sid', (request, reply) => {
    return reply.type('audio/x-wav').send(send(request.params.sid, request.url))
  })
  app.get<Sid>('/Accounts/:account/Recordings/:sid.wav', (request, reply) => {
    return reply.type('audio/x-wav').send(send(request.params.sid, request.url))
  })
}

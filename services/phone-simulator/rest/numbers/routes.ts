import type { FastifyInstance } from 'fastify'
import { newSid } from '../../legs/service.ts'
import type { OwnNumber } from '../../world.ts'
import { RestRefusal } from '../errors.ts'
import { form, isPhoneNumber, type Form } from '../form.ts'
import { listPage, type Filter } from '../lists.ts'
import { accountPath, numberResource } from '../resources.ts'
import type { RestDependencies } from '../dependencies.ts'

type Sid = { Params: { sid: string } }

const filters: ReadonlyArray<Filter<OwnNumber>> = [
  { name: 'PhoneNumber', test: ({ phoneNumber }, wanted) => phoneNumber.includes(wanted.replaceAll('*', '')) },
  { name: 'FriendlyName', test: ({ friendlyName }, wanted) => friendlyName === wanted },
]

/** The account's own numbers. Creating one costs nothing here and always succeeds. */
export function numberRoutes(app: FastifyInstance, on: RestDependencies): void {
  const { numbers } = on.world
  const show = (number: OwnNumber): Record<string, unknown> => numberResource(number, on.accountSid)

  function find(sid: string, url: string): OwnNumber {
    const number = numbers.get(sid)
    if (!number) throw new RestRefusal(20404, url)
    return number
  }

  app.post('/Accounts/:account/IncomingPhoneNumbers.json', (request, reply) => {
    const fields = form(request.body)
    const phoneNumber = fields.text('PhoneNumber') ?? ''
    if (!isPhoneNumber(phoneNumber)) throw new RestRefusal(21421, phoneNumber || '(none given)')
    if (on.world.findNumber(phoneNumber)) throw new RestRefusal(21422, phoneNumber)
    const now = on.scheduler.now()
    const number: OwnNumber = {
      sid: newSid('PN'),
      phoneNumber,
      friendlyName: phoneNumber,
      voiceUrl: '',
      voiceMethod: 'POST',
      voiceFallbackUrl: '',
      voiceFallbackMethod: 'POST',
      smsUrl: '',
      smsMethod: 'POST',
      smsFallbackUrl: '',
      smsFallbackMethod: 'POST',
      statusCallback: '',
      statusCallbackMethod: 'POST',
      createdAt: now,
      updatedAt: now,
      ...changes(fields),
    }
    numbers.set(number.sid, number)
    return reply.code(201).send(show(number))
  })

  app.get('/Accounts/:account/IncomingPhoneNumbers.json', ({ query }) => {
    const path = `${accountPath(on.accountSid)}/IncomingPhoneNumbers.json`
    return listPage({ name: 'incoming_phone_numbers', path, items: numbers.values(), filters, query }, show)
  })

  app.get<Sid>('/Accounts/:account/IncomingPhoneNumbers/:sid.json', (request) => show(find(request.params.sid, request.url)))

  app.post<Sid>('/Accounts/:account/IncomingPhoneNumbers/:sid.json', (request) => {
    const number = find(request.params.sid, request.url)
    Object.assign(number, changes(form(request.body)), { updatedAt: on.scheduler.now() })
    return show(number)
  })

  app.delete<Sid>('/Accounts/:account/IncomingPhoneNumbers/:sid.json', (request, reply) => {
    numbers.delete(find(request.params.sid, request.url).sid)
    return reply.code(204).send()
  })
}

function changes(fields: Form): Partial<OwnNumber> {
  const given = {
    friendlyName: fields.text('FriendlyName'),
    voiceUrl: fields.url('VoiceUrl', 21502),
    voiceMethod: fields.method('VoiceMethod'),
    voiceFallbackUrl: fields.url('VoiceFallbackUrl', 21502),
    voiceFallbackMethod: fields.method('VoiceFallbackMethod'),
    smsUrl: fields.url('SmsUrl', 21502),
    smsMethod: fields.method('SmsMethod'),
    smsFallbackUrl: fields.url('SmsFallbackUrl', 21502),
    smsFallbackMethod: fields.method('SmsFallbackMethod'),
    statusCallback: fields.url('StatusCallback', 21502),
    statusCallbackMethod: fields.method('StatusCallbackMethod'),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { control, timePasses } from '../support/phones.ts'
import { redirected, simulatedLine, type SimulatedLine } from '../support/simulated-line.ts'
import twilio from 'twilio'

const number = '+493023125100'
const mobile = '+493023125700'
const landline = '+493023125200'

let line: SimulatedLine

beforeEach(async () => {
  line = await simulatedLine()
  const urls = { smsUrl: `${line.base}/text`, smsFallbackUrl: `${line.base}/text-fallback` }
  await line.client.incomingPhoneNumbers.create({ phoneNumber: number, ...urls })
})
afterEach(() => line.close())

const send = (to: string, body = 'Your case is with us.') => line.client.messages.create({ to, from: number, body, statusCallback: `${line.base}/sms-status` })
const setLine = (to: string, body: object) => control(line.simulator, 'PUT', `/lines/${to}`, body)
const statuses = () => line.at('/sms-status').map(({ MessageStatus, ErrorCode }) => [MessageStatus, ErrorCode].filter(Boolean).join(' '))

describe('a text that the program sends', () => {
  it('is queued, sent and delivered, and each status is told', async () => {
    const message = await send(mobile)
    expect(message).toMatchObject({ status: 'queued', direction: 'outbound-api', numSegments: '1', dateSent: null, errorCode: null })
    await timePasses(line.simulator, 1)
    expect(await line.client.messages(message.sid).fetch()).toMatchObject({ status: 'sent' })
    await timePasses(line.simulator, 2)
    expect(statuses()).toEqual(['queued', 'sent', 'delivered'])
    const [queued, , delivered] = line.at('/sms-status')
    expect(queued).toMatchObject({ MessageSid: message.sid, SmsSid: message.sid, SmsStatus: 'queued', From: number, To: mobile, ApiVersion: '2010-04-01' })
    expect(delivered).toMatchObject({ RawDlrDoneDate: '2601050800' })
    expect(await line.client.messages.list({ to: mobile })).toMatchObject([{ status: 'delivered', dateSent: new Date(Date.UTC(2026, 0, 5, 8, 0, 1)) }])
  })

  it.each([
    ['to a landline', landline, {}, ['queued', 'sent', 'undelivered 30006']],
    ['to a phone that is off', mobile, { texts: { kind: 'undelivered', errorCode: 30003 } }, ['queued', 'sent', 'undelivered 30003']],
    ['that the carrier refuses', mobile, { texts: { kind: 'failed', errorCode: 30007 } }, ['queued', 'failed 30007']],
    ['that is never heard of again', mobile, { texts: { kind: 'silent' } }, ['queued', 'sent']],
    ['to a landline that turned out to be a mobile', landline, { type: 'mobile' }, ['queued', 'sent', 'delivered']],
    ['after an hour', mobile, { texts: { kind: 'delivered', afterSeconds: 3600 } }, ['queued', 'sent', 'delivered']],
  ])('%s', async (_name, to, settings, expected) => {
    await setLine(to, settings)
    const { sid } = await send(to)
    await timePasses(line.simulator, 3602)
    expect(statuses()).toEqual(expected)
    const [status, code] = expected.at(-1)!.split(' ')
    expect(await line.client.messages(sid).fetch()).toMatchObject({ status, errorCode: code === undefined ? null : Number(code) })
  })

  it.each([
    ['a'.repeat(160), '1'],
    ['a'.repeat(161), '2'],
    ['a'.repeat(306), '2'],
    ['a'.repeat(307), '3'],
    [`${'a'.repeat(159)}€`, '2'],
    ['д'.repeat(70), '1'],
    ['д'.repeat(71), '2'],
    ['👍'.repeat(35), '1'],
    ['👍'.repeat(36), '2'],
  ])('counts its segments: %#', async (body, segments) => {
    expect((await send(mobile, body)).numSegments).toBe(segments)
  })

  it.each<[Record<string, string>, number]>([
    [{ From: number, Body: 'x' }, 21604],
    [{ To: mobile, Body: 'x' }, 21603],
    [{ To: '12', From: number, Body: 'x' }, 21211],
    [{ To: mobile, From: '+493023125999', Body: 'x' }, 21606],
    [{ To: mobile, From: number }, 21619],
    [{ To: mobile, From: number, Body: 'x'.repeat(1601) }, 21617],
    [{ To: mobile, From: number, Body: 'x', StatusCallback: 'status' }, 21609],
    [{ To: mobile, MessagingServiceSid: `MG${'0'.repeat(32)}`, Body: 'x' }, 21701],
  ])('%j is refused with %i', async (fields, code) => {
    expect(await line.rest('POST', '/Messages.json', fields)).toMatchObject({ status: 400, body: { code } })
    expect(await line.client.messages.list()).toEqual([])
  })

  it('can be emptied, and deleted once it is on its way', async () => {
    const { sid } = await send(mobile, 'A secret.')
    await expect(line.client.messages(sid).remove()).rejects.toMatchObject({ code: 20009 })
    expect(await line.client.messages(sid).update({ body: '' })).toMatchObject({ body: '' })
    await timePasses(line.simulator, 5)
    expect(await line.client.messages(sid).remove()).toBe(true)
    await expect(line.client.messages(sid).fetch()).rejects.toMatchObject({ code: 20404 })
    expect(statuses()).toEqual(['queued', 'sent', 'delivered'])
  })
})

describe('a text that a customer sends', () => {
  const receive = (body: string, from = mobile): Promise<{ sid: string }> => control(line.simulator, 'POST', '/messages', { from, to: number, body })

  it('is told to the number, and its answers are sent', async () => {
    line.pages['/text'] = '<Message statusCallback="/sms-status">Thank you.</Message><Message to="+493023125701"><Body>For you.</Body></Message>'
    const { sid } = await receive('Still broken')
    await timePasses(line.simulator, 5)
    expect(line.at('/text')).toMatchObject([
      {
        MessageSid: sid,
        SmsSid: sid,
        SmsMessageSid: sid,
        SmsStatus: 'received',
        From: mobile,
        To: number,
        Body: 'Still broken',
        NumMedia: '0',
        NumSegments: '1',
        FromCountry: 'DE',
      },
    ])
    const texts = (await line.client.messages.list()).map(({ direction, from, to, body, status }) => ({ direction, from, to, body, status }))
    expect(texts).toEqual([
      { direction: 'outbound-reply', from: number, to: '+493023125701', body: 'For you.', status: 'delivered' },
      { direction: 'outbound-reply', from: number, to: mobile, body: 'Thank you.', status: 'delivered' },
      { direction: 'inbound', from: mobile, to: number, body: 'Still broken', status: 'received' },
    ])
    expect(statuses()).toEqual(['queued', 'sent', 'delivered'])
  })

  it.each([
    ['an error', { status: 500 }, '11200'],
    ['a wrong root', { status: 200, body: '<Answer/>' }, '12200'],
    ['a verb of calls', '<Say>Hello</Say>', '12200'],
    ['broken XML', { status: 200, body: '<Response>' }, '12100'],
    ['a picture', { status: 200, type: 'image/png', body: 'x' }, '12300'],
  ])('goes to the fallback after %s', async (_name, page, code) => {
    line.pages['/text'] = page
    line.pages['/text-fallback'] = '<Message>We have read it.</Message>'
    await receive('Help')
    await timePasses(line.simulator, 5)
    expect(line.at('/text-fallback')).toMatchObject([{ ErrorCode: code, ErrorUrl: `${line.base}/text`, Body: 'Help' }])
    expect(await line.client.messages.list({ to: mobile })).toMatchObject([{ body: 'We have read it.' }])
  })

  it('follows a redirect, and an empty answer sends nothing', async () => {
    line.pages['/text'] = '<Redirect>/next</Redirect>'
    line.pages['/next'] = { status: 200, body: '' }
    await receive('Help')
    await timePasses(line.simulator, 5)
    expect(line.at('/next')).toMatchObject([{ Body: 'Help' }])
    expect(await line.client.messages.list({ to: mobile })).toEqual([])
  })

  it('is refused when the number is none of ours', async () => {
    await expect(control(line.simulator, 'POST', '/messages', { from: mobile, to: landline, body: 'x' })).rejects.toThrow(/400 .*no number of this account/)
  })
})

describe('lookups', () => {
  const lookup = (wanted: string) => line.client.lookups.v2.phoneNumbers(wanted).fetch({ fields: 'line_type_intelligence' })

  it.each([
    [landline, 'landline'],
    [mobile, 'mobile'],
    ['+4915112345678', 'mobile'],
    ['+498001234567', 'tollFree'],
  ])('%s is a %s', async (wanted, type) => {
    expect(await lookup(wanted)).toMatchObject({ valid: true, countryCode: 'DE', lineTypeIntelligence: { type } })
  })

  it('says what the control API says', async () => {
    await setLine(landline, { type: 'nonFixedVoip' })
    expect(await lookup(landline)).toMatchObject({ lineTypeIntelligence: { type: 'nonFixedVoip' } })
  })

  it('tells no number from one, gives no type that was not asked for, and wants the token', async () => {
    expect(await lookup('+4930')).toMatchObject({ valid: false, lineTypeIntelligence: null })
    expect(await line.client.lookups.v2.phoneNumbers(landline).fetch()).toMatchObject({
      valid: true,
      nationalFormat: '030 23125200',
      lineTypeIntelligence: null,
    })
    const stranger = twilio(line.simulator.accountSid, 'wrong', { httpClient: redirected(line.simulator.url) })
    await expect(stranger.lookups.v2.phoneNumbers(landline).fetch()).rejects.toMatchObject({ status: 401 })
  })
})

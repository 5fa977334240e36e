import { apiVersion, placesOf } from '../legs/parameters.ts'
import type { Parameters } from '../webhooks/signature.ts'
import type { Message } from './message.ts'
import { segmentsOf } from './segments.ts'

/** What the text URL of a number is told. https://www.twilio.com/docs/messaging/guides/webhook-request */
export function incomingParameters(message: Message, accountSid: string): Parameters {
  const { sid, from, to, body } = message
  return {
    MessageSid: sid,
    SmsSid: sid,
    SmsMessageSid: sid,
    SmsStatus: 'received',
    AccountSid: accountSid,
    ApiVersion: apiVersion,
    From: from,
    To: to,
    Body: body,
    NumMedia: '0',
    NumSegments: String(segmentsOf(body)),
    ...placesOf('From', from),
    ...placesOf('To', to),
  }
}

/** What a status callback is told; the carrier's own minute comes with the last status only. */
export function statusParameters(message: Message, accountSid: string): Parameters {
  const { sid, from, to, status, errorCode, updatedAt } = message
  const isReceipt = status === 'delivered' || status === 'undelivered'
  return {
    MessageSid: sid,
    SmsSid: sid,
    MessageStatus: status,
    SmsStatus: status,
    AccountSid: accountSid,
    ApiVersion: apiVersion,
    From: from,
    To: to,
    ...(errorCode === undefined ? {} : { ErrorCode: String(errorCode) }),
    ...(isReceipt ? { RawDlrDoneDate: new Date(updatedAt).toISOString().replace(/\D/g, '').slice(2, 12) } : {}),
  }
}

/** A text message from or to a number of the account. */
export type Message = {
  readonly sid: string
  readonly from: string
  readonly to: string
  readonly body: string
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-call' | 'outbound-reply'
  status: 'accepted' | 'queued' | 'sending' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'receiving' | 'received'
  errorCode: number | undefined
  readonly createdAt: number
  updatedAt: number
  sentAt: number | undefined
  readonly statusCallback: { url: string; base?: string | undefined; method: 'GET' | 'POST' } | undefined
}

export type NewMessage = Pick<Message, 'from' | 'to' | 'body' | 'direction' | 'statusCallback'>

/** What TwiML's Sms and REST both use. */
export type Messages = { send: (message: NewMessage) => Message }

/**
 * Twilio's REST errors that the simulator answers: code, HTTP status, text (%s is the offending value), when. Each has a page of its own,
 * https://www.twilio.com/docs/api/errors/CODE, but for the one marked (F): seen in the field, and in no dictionary.
 */
const catalogue = {
  20001: [400, 'Invalid parameter: %s', 'a value that no other code speaks of'],
  20002: [400, 'Invalid FriendlyName: %s', 'a queue: not 1 to 64 characters'],
  20003: [401, 'Authenticate', 'wrong account or token'],
  20007: [400, 'Page size too large: %s', 'PageSize over 1000'],
  20009: [400, 'Cannot delete this resource before it is complete', 'a call or a recording that is not over; a message on its way'],
  20404: [404, 'The requested resource %s was not found', 'an unknown or malformed SID or path'],
  20429: [429, 'Too many requests', 'more requests at once than allowed, or by a fault; nothing was done'],
  20500: [500, 'Internal Server Error', 'by a fault only: before or after the work was done'],
  21201: [400, "No 'To' number is specified", 'Calls, Participants: no To'],
  21205: [400, 'Url is not a valid URL: %s', 'Calls, Members: no absolute http(s) URL, or none at all'],
  21206: [400, 'Invalid SendDigits: %s', 'other characters than 0-9 A-D * # w W, or more than 32'],
  21208: [400, 'Invalid Timeout: %s', 'not a whole number from 1 to 600'],
  21209: [400, 'Method is not a valid HTTP method: %s; allowed: GET, POST', 'any ...Method parameter'],
  21210: [400, 'The source phone number provided, %s, is not yet verified for your account.', 'From is none of our numbers'],
  21211: [400, 'The phone number you are attempting to call, %s, is not valid.', 'To is no E.164 number, client or SIP address'],
  21212: [400, "Invalid 'From' number: %s", 'From is no E.164 number, client or SIP address'],
  21213: [400, "Caller phone number required: no 'From' number is specified", 'Calls, Participants: no From'],
  21216: [400, 'Call to %s is blocked', 'To was blocked by the control API (a phone that is `blocked`)'],
  21218: [400, 'Invalid ApplicationSid: %s (the simulator has no applications)', 'always'],
  21220: [400, 'Call is not in-progress. Cannot redirect.', 'a call that is over, or not answered yet'],
  21234: [400, 'Invalid machine detection configuration: %s', 'MachineDetection..., AsyncAmd out of range'],
  21421: [400, 'PhoneNumber is invalid: %s', 'IncomingPhoneNumbers: no E.164 number'],
  21422: [400, 'PhoneNumber is not available: %s', 'IncomingPhoneNumbers: we have it already'],
  21502: [400, 'Invalid callback URL: %s', 'IncomingPhoneNumbers: no absolute http(s) URL'],
  21603: [400, "A 'From' or 'MessagingServiceSid' parameter is required to send a message", 'Messages: neither'],
  21604: [400, "A 'To' phone number is required to send a message", 'Messages: no To'],
  21606: [400, "The 'From' number %s is not a valid message-capable Twilio number for this account", 'Messages: From is none of our numbers'],
  21609: [400, "Invalid 'StatusCallback': %s", 'Calls, Participants, Messages: no absolute http(s) URL'],
  21617: [400, 'The concatenated message body exceeds the 1600 character limit', 'Messages'],
  21619: [400, 'A Message Body, Media URL or Content SID is required', 'Messages'],
  21701: [400, 'The Messaging Service does not exist: %s (the simulator has none)', 'always'],
  22003: [400, 'A queue with the friendly name %s exists already', 'Queues (F)'],
  22005: [400, 'Call queue full', 'Calls, Participants: more calls wait than a day can place'],
  32018: [400, 'Twiml must be at most 4000 characters long; it has %s', 'Calls: inline TwiML'],
} as const satisfies Readonly<Record<number, readonly [status: number, message: string, when: string]>>

export type RestErrorCode = keyof typeof catalogue
export type RestError = { code: number; message: string; more_info: string; status: number }

/** Twilio's error body. */
export function restError(code: RestErrorCode, value = ''): RestError {
  const [status, message] = catalogue[code]
  return {
    code,
    message: message.replace('%s', () => value),
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  }
}

/** Thrown inside REST handlers; the error handler of the prefix sends the body. */
export class RestRefusal extends Error {
  readonly body: RestError
  constructor(code: RestErrorCode, value?: string) {
    const body = restError(code, value)
    super(body.message)
    this.body = body
  }
}

/** Twilio's REST errors that the simulator answers: code -> HTTP status and text; %s is the offending value. */
const catalogue = {
  20001: [400, 'Invalid parameter: %s'],
  20003: [401, 'Authenticate'],
  20004: [405, 'Method not allowed'],
  20404: [404, 'The requested resource %s was not found'],
  21201: [400, "No 'To' number is specified"],
  21205: [400, 'Url is not a valid URL: %s'],
  21206: [400, 'Method is not a valid HTTP method: %s; allowed: GET, POST'],
  21210: [
    400,
    'The source phone number provided, %s, is not yet verified for your account. You may only make calls from phone numbers that you have verified or purchased from Twilio.',
  ],
  21211: [400, 'The phone number you are attempting to call, %s, is not valid.'],
  21213: [400, "Caller phone number required: no 'From' number is specified"],
  21218: [400, 'Invalid ApplicationSid: %s (the simulator has no applications)'],
  21220: [400, 'Call is not in-progress. Cannot redirect.'],
  21421: [400, 'PhoneNumber is invalid: %s'],
  21422: [400, 'PhoneNumber is not available: %s'],
  21502: [400, 'VoiceUrl is not valid: %s'],
  32018: [400, 'Twiml must be at most 4000 characters long; it has %s'],
} as const satisfies Readonly<Record<number, readonly [status: number, message: string]>>

export type RestErrorCode = keyof typeof catalogue
export type RestError = { code: number; message: string; more_info: string; status: number }

/** Twilio's error body. */
export function restError(code: RestErrorCode, value = ''): RestError {
  const [status, message] = catalogue[code]
  return {
    code,
    message: message.replace('%s', value),
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

/** `voice`, `fallback`, `wait` (a queue's or conference's music) and `sms` wait for TwiML. */
const requests = ['voice', 'fallback', 'wait', 'sms'] as const
/** Nobody uses the answer of these. */
const reports = ['status', 'recording', 'conference', 'machine', 'partial', 'smsStatus'] as const

export const webhookPurposes = [...requests, ...reports]
/** What a webhook is for. */
export type WebhookPurpose = (typeof webhookPurposes)[number]

export const isReport = (purpose: WebhookPurpose): boolean => reports.some((report) => report === purpose)

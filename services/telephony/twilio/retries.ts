/**
 * How Twilio repeats a webhook, as the fragment that it reads off the URL and never sends or signs.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */

/** A caller waits: twice more at once (a process behind the load balancer has just died), at most 14 seconds in all. */
export const VOICE_RETRIES = '#rc=2&rp=ct,rt,5xx&rt=5000&tt=14000'
/** Nobody waits, and a lost report leaves a call open until we ask after it. */
export const STATUS_RETRIES = '#rc=5&rp=all'

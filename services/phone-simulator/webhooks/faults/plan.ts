import { createHash } from 'node:crypto'
import { isReport, type WebhookPurpose } from '../purposes.ts'
import type { Parameters } from '../signature.ts'

/**
 * What may go wrong on the way to the program: a webhook arrives twice; a report is overtaken by the next one, or never sent; Twilio gives up and the
 * request arrives afterwards; nobody listens.
 */
export const webhookFaults = ['duplicate', 'reorder', 'delayPast15s', 'dropStatus', 'refuseConnection'] as const
/** What may go wrong on the way to us: 500 before or after the work was done, 429 without doing it. */
export const restFaults = ['restErrorBefore', 'restErrorAfter', 'rateLimit429'] as const
export const faultNames = [...webhookFaults, ...restFaults, 'hangUpAtVerb'] as const
export type WebhookFault = (typeof webhookFaults)[number]
export type RestFault = (typeof restFaults)[number]
export type FaultName = (typeof faultNames)[number]

/** 0 to 1, for all purposes or by purpose. */
export type Rate = number | Partial<Record<WebhookPurpose, number>>

/** A fault that happens once, at the first event that fits. `callSid` may also be the parent of the leg. */
export type SingleFault = {
  fault: FaultName
  callSid?: string | undefined
  purpose?: WebhookPurpose | undefined
  /** Of a report: CallStatus, StatusCallbackEvent, RecordingStatus, MessageStatus. */
  event?: string | undefined
  /** REST: `POST Calls`, as it begins. */
  request?: string | undefined
  /** hangUpAtVerb: the person hangs up when this verb of the leg begins, counted from 1. */
  verb?: number | undefined
}
export type FaultPlan = {
  seed: string
  rates: Partial<Record<FaultName, Rate>>
  next: SingleFault[]
  /** Numbers that may not be called (21216). */
  blocked: string[]
  /** More REST requests at once than this get 429. */
  restConcurrency: number
}

export const noFaults: FaultPlan = { seed: '', rates: {}, next: [], blocked: [], restConcurrency: 1000 }

/** A report may be lost or overtaken; a request for instructions cannot, because the call waits for it. */
export const canHappen = (fault: WebhookFault, purpose: WebhookPurpose): boolean => isReport(purpose) || (fault !== 'reorder' && fault !== 'dropStatus')

/** A number from 0 up to 1 that depends on seed and key only: what else goes on at the same time changes nothing. */
export function chance(seed: string, ...key: ReadonlyArray<string | number>): number {
  return (
    createHash('sha256')
      .update(JSON.stringify([seed, ...key]))
      .digest()
      .readUIntBE(0, 6) /
    2 ** 48
  )
}

export function rateOf(plan: FaultPlan, fault: FaultName, purpose?: WebhookPurpose): number {
  const rate = plan.rates[fault] ?? 0
  if (typeof rate === 'number') return rate
  return purpose === undefined ? 0 : (rate[purpose] ?? 0)
}

/** Which event a report tells of. */
export function eventOf(parameters: Parameters): string {
  const names = ['StatusCallbackEvent', 'MessageStatus', 'RecordingStatus', 'CallStatus']
  return names.map((name) => parameters[name]).find((value) => value !== undefined) ?? ''
}

/** SIDs are random; whoever calls whom is not. So a leg's faults hang on its two ends and how often they met before. */
export function endsOf(parameters: Parameters): string {
  const { Direction = '', From = '', To = '', FriendlyName = '' } = parameters
  return From === '' && To === '' ? FriendlyName : `${Direction} ${From} ${To}`
}

import type { WebhookPurpose } from '../purposes.ts'
import type { Parameters } from '../signature.ts'
import { canHappen, chance, endsOf, eventOf, noFaults, rateOf, restFaults, webhookFaults } from './plan.ts'
import type { FaultName, FaultPlan, RestFault, SingleFault, WebhookFault } from './plan.ts'

export type FaultyWebhook = { purpose: WebhookPurpose; callSid: string; parameters: Parameters }

export type Faults = {
  plan: () => FaultPlan
  /** Counts begin anew: the same plan and the same order of events give the same faults. */
  set: (plan: FaultPlan) => void
  /** One more that happens once. */
  add: (single: SingleFault) => void
  /** What happens to this webhook; `refuseConnection` is asked for each attempt. */
  ofWebhook: (webhook: FaultyWebhook) => ReadonlySet<WebhookFault>
  isRefused: (webhook: FaultyWebhook, attempt: number) => boolean
  /** Whether a second copy goes out beside the first instead of after its answer. */
  isAtOnce: (webhook: FaultyWebhook) => boolean
  ofRest: (method: string, path: string, to: string) => RestFault | undefined
  isHangUp: (leg: { sid: string; rootSid: string; from: string; to: string; direction: string }) => boolean
  isBlocked: (number: string) => boolean
  /** How often each fault has happened since the plan was set. */
  counts: () => Partial<Record<FaultName, number>>
}

/** Draws faults by the plan; remembers only how often each thing has happened. */
export function faultService(): Faults {
  let plan = noFaults
  let legNames = new Map<string, string>()
  let seen = new Map<string, number>()
  let counts: Partial<Record<FaultName, number>> = {}

  const isIdle = (): boolean => plan.next.length === 0 && Object.keys(plan.rates).length === 0

  function nth(key: string): number {
    const count = (seen.get(key) ?? 0) + 1
    seen.set(key, count)
    return count
  }

  function legName(sid: string, ends: string): string {
    const known = legNames.get(sid)
    if (known !== undefined) return known
    const name = `${ends} ${nth(ends)}`
    legNames.set(sid, name)
    return name
  }

  function count(fault: FaultName): true {
    counts[fault] = (counts[fault] ?? 0) + 1
    return true
  }

  function takeSingle(fault: FaultName, fits: (single: SingleFault) => boolean): boolean {
    const index = plan.next.findIndex((single) => single.fault === fault && fits(single))
    if (index < 0) return false
    plan = { ...plan, next: plan.next.toSpliced(index, 1) }
    return count(fault)
  }

  const isDrawn = (fault: FaultName, rate: number, ...key: Array<string | number>): boolean => {
    return rate > 0 && chance(plan.seed, fault, ...key) < rate && count(fault)
  }

  const fitsWebhook =
    ({ purpose, callSid, parameters }: FaultyWebhook) =>
    (single: SingleFault): boolean =>
      (single.callSid === undefined || single.callSid === callSid || single.callSid === parameters['ParentCallSid']) &&
      (single.purpose ?? purpose) === purpose &&
      (single.event === undefined || single.event === eventOf(parameters))

  const webhookName = ({ purpose, callSid, parameters }: FaultyWebhook): string => {
    return `${legName(callSid, endsOf(parameters))} ${purpose} ${eventOf(parameters)}`
  }

  return {
    plan: () => plan,
    set(next) {
      plan = next
      legNames = new Map()
      seen = new Map()
      counts = {}
    },
    add(single) {
      plan = { ...plan, next: [...plan.next, single] }
    },
    ofWebhook(webhook) {
      if (isIdle()) return new Set()
      const name = webhookName(webhook)
      const count = nth(name)
      const possible = webhookFaults.filter((fault) => fault !== 'refuseConnection' && canHappen(fault, webhook.purpose))
      const drawn = (fault: WebhookFault): boolean =>
        takeSingle(fault, fitsWebhook(webhook)) || isDrawn(fault, rateOf(plan, fault, webhook.purpose), name, count)
      return new Set(possible.filter(drawn))
    },
    isRefused(webhook, attempt) {
      if (isIdle()) return false
      const name = webhookName(webhook)
      const rate = rateOf(plan, 'refuseConnection', webhook.purpose)
      return takeSingle('refuseConnection', fitsWebhook(webhook)) || isDrawn('refuseConnection', rate, name, seen.get(name) ?? 0, attempt)
    },
    isAtOnce: (webhook) => chance(plan.seed, 'atOnce', webhookName(webhook), seen.get(webhookName(webhook)) ?? 0) < 0.5,
    ofRest(method, path, to) {
      if (isIdle()) return undefined
      const request = `${method} ${path}`
      const key = `${request.replace(/\/[A-Z]{2}[0-9a-f]{32}/g, '')} ${to}`
      const count = nth(key)
      const fits = (single: SingleFault): boolean => single.request === undefined || request.startsWith(single.request)
      return restFaults.find((fault) => takeSingle(fault, fits) || isDrawn(fault, rateOf(plan, fault), key, count))
    },
    isHangUp({ sid, rootSid, direction, from, to }) {
      if (isIdle()) return false
      const name = legName(sid, `${direction} ${from} ${to}`)
      const verb = nth(`${sid} verb`)
      const fits = (single: SingleFault): boolean => [undefined, sid, rootSid].includes(single.callSid) && (single.verb ?? 1) === verb
      return takeSingle('hangUpAtVerb', fits) || isDrawn('hangUpAtVerb', rateOf(plan, 'hangUpAtVerb'), name, verb)
    },
    isBlocked: (number) => plan.blocked.includes(number),
    counts: () => counts,
  }
}

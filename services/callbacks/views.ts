import type { Prisma } from '../../prisma/generated/client.ts'
import type { CallbackDetail, CallbackView } from '../schemas/callbacks.ts'

const who = { select: { id: true, name: true } } as const

/** What a view is made of. */
export const VIEWED = {
  person: who,
  case: { select: { number: true, title: true, customer: who, custodies: { where: { toAt: null }, select: { person: who } } } },
  attempts: { where: { endedAt: null }, select: { person: who } },
} as const satisfies Prisma.CallbackInclude
export type ViewedCallback = Prisma.CallbackGetPayload<{ include: typeof VIEWED }>

export type Ref = CallbackView['customer']
const iso = (at: Date): string => at.toISOString()
const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null

/** `customer`: of one that has no case yet. */
export function callbackView(row: ViewedCallback, { position = null, customer = null }: { position?: number | null; customer?: Ref } = {}): CallbackView {
  const { id, number, extension, askFor, name, language, reason, words, severity, skill, person, isAsap, zone, tries, brokenWhy, endWhy, callSid } = row
  return {
    ...{ id, number, extension, askFor, name, language, reason, words, severity, skill, person, isAsap, zone, tries, brokenWhy, endWhy, callSid, position },
    source: row.source as CallbackView['source'],
    state: row.state as CallbackView['state'],
    requestedAt: iso(row.requestedAt),
    window: { from: iso(row.windowFrom), to: iso(row.dueAt) },
    dueAt: iso(row.dueAt),
    placeAt: iso(row.placeAt),
    score: { headStartSeconds: row.headStartSeconds, terms: row.score as CallbackView['score']['terms'], version: row.ruleVersion },
    agent: row.attempts[0]?.person ?? null,
    nextAt: iso(row.nextAt),
    ...{ brokenAt: isoOrNull(row.brokenAt), atRiskAt: isoOrNull(row.atRiskAt), reachedAt: isoOrNull(row.reachedAt), endedAt: isoOrNull(row.endedAt) },
    case: row.case && { number: row.case.number, title: row.case.title, owner: row.case.custodies[0]?.person ?? null },
    customer: row.case?.customer ?? customer,
  }
}

type AttemptView = CallbackDetail['attempts'][number]

export function attemptView(row: Prisma.CallbackAttemptGetPayload<{ include: { person: typeof who } }>): AttemptView {
  const { id, n, person, isCustomerFirst, why } = row
  return {
    ...{ id, n, agent: person, isCustomerFirst, why },
    state: row.state as AttemptView['state'],
    outcome: row.outcome as AttemptView['outcome'],
    startedAt: iso(row.startedAt),
    ...{ acceptedAt: isoOrNull(row.acceptedAt), customerRungAt: isoOrNull(row.customerRungAt) },
    ...{ connectedAt: isoOrNull(row.connectedAt), endedAt: isoOrNull(row.endedAt) },
  }
}

type EventView = CallbackDetail['events'][number]

export function eventView(row: Prisma.CallbackEventGetPayload<object>, person: Ref): EventView {
  const { kind, why } = row
  return {
    ...{ kind, why, person, at: iso(row.at), body: row.body as EventView['body'] },
    from: row.fromState as EventView['from'],
    to: row.toState as EventView['to'],
  }
}

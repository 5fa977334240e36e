import type { LogEntry } from '../../ivr/session.ts'
import type { CallDetail, CallRow } from '../../schemas/calls.ts'

type CallRecord = {
  sid: string
  direction: string
  fromNumber: string | null
  fromRaw: string
  fromKind: string
  toNumber: string | null
  toRaw: string
  numberLabel: string | null
  siteName: string | null
  identity: string
  language: string
  status: string
  startedAt: Date
  endedAt: Date | null
  durationSeconds: number | null
  outcome: string | null
  customer: { id: string; name: string } | null
}

/** A call as lists show it. */
export function callRowView(call: CallRecord): CallRow {
  return {
    sid: call.sid,
    direction: call.direction,
    from: call.fromNumber ?? (call.fromKind === 'withheld' ? null : call.fromRaw),
    fromKind: call.fromKind,
    to: call.toNumber ?? call.toRaw,
    numberLabel: call.numberLabel,
    siteName: call.siteName,
    customer: call.customer && { id: call.customer.id, name: call.customer.name },
    identity: call.identity as CallRow['identity'],
    language: call.language,
    status: call.status,
    startedAt: call.startedAt.toISOString(),
    endedAt: call.endedAt?.toISOString() ?? null,
    durationSeconds: call.durationSeconds,
    outcome: call.outcome as CallRow['outcome'],
  }
}

type CaseRecord = { number: string; title: string; status: string; openedAt: Date; custodies: ReadonlyArray<{ person: { id: string; name: string } }> }

/** A case as lists show it; `custodies` holds the open one, if there is one. */
export function caseRefView(one: CaseRecord) {
  const [custody] = one.custodies
  return {
    number: one.number,
    title: one.title,
    status: one.status,
    openedAt: one.openedAt.toISOString(),
    owner: custody ? { id: custody.person.id, name: custody.person.name } : null,
  }
}

/** The call log, entry by entry, from the turns that hold it. */
export function stepsView(turns: ReadonlyArray<{ turn: number | null; receivedAt: Date; log: unknown }>): CallDetail['steps'] {
  return turns.flatMap(({ turn, receivedAt, log }) =>
    ((log ?? []) as readonly LogEntry[]).map((entry, n) => {
      const { kind, step, ...detail } = entry
      return { turn: turn ?? 0, n, at: receivedAt.toISOString(), step, kind, detail }
    }),
  )
}

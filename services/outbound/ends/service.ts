import type { OutboundCall } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'
import type { CallStatus, DetectsMachines, OutboundReply, OutboundRequest } from '../../telephony/provider.ts'
import { logEnd } from '../log/store.ts'
import type { EndedAs } from '../states.ts'
import { holdCall, noteEnd, type OutboundPurpose } from '../store.ts'

export type Asked = Pick<OutboundRequest, 'step' | 'key' | 'answeredBy' | 'dialled' | 'recording'> & { at: Date }

/** What calls of one purpose say, and what follows from them. app.ts hands in one for each. */
export type CallPurpose = {
  /** It matters whether a machine picks up. `first`: that takes some seconds of silence; `meanwhile`: `heard` is told while he talks already. */
  detectsMachines?: (call: OutboundCall) => DetectsMachines | undefined
  /** What must be held before the call is: two calls that change each other's meet there first. */
  holdFirst?: (tx: Transaction, call: OutboundCall) => Promise<void>
  /**
   * What he hears now; in the transaction in which the call is held. Any request may come again, or late: the answer is what holds now. Mark the
   * call with `acknowledge` when what it was for is done.
   */
  answer: (tx: Transaction, call: OutboundCall, asked: Asked) => Promise<OutboundReply>
  /**
   * The line has ended, or never came about; `call.state` says how (acknowledged stays). Once, in the same transaction; a call that was `unknown`
   * may turn out to have reached him after all: then once more. `leftAt`: when the line really ended, where the provider says so; we hear of it at `at`.
   */
  ended: (tx: Transaction, call: OutboundCall, at: Date, leftAt: Date) => Promise<void>
  /** It was found out meanwhile who has picked up (`call.answeredBy`). */
  heard?: (tx: Transaction, call: OutboundCall, at: Date) => Promise<void>
}
export type CallPurposes = Readonly<Record<string, CallPurpose | undefined>> & Partial<Record<OutboundPurpose, CallPurpose>>

/** Ends the call, with all that follows from it. */
export async function endCall(
  tx: Transaction,
  purposes: CallPurposes,
  call: OutboundCall,
  { state, status = null, at, leftAt = at }: { state: EndedAs; status?: CallStatus | null; at: Date; leftAt?: Date },
): Promise<void> {
  const ended = await noteEnd(tx, call, state, at, status)
  if (!ended) return
  await logEnd(tx, ended, at)
  await purposes[ended.purpose]?.ended(tx, ended, at, leftAt < at ? leftAt : at)
}

/** The call, held until the commit, with what its purpose holds before it. */
export async function holdWithPurpose(tx: Transaction, purposes: CallPurposes, id: string): Promise<OutboundCall | undefined> {
  const seen = await tx.outboundCall.findUnique({ where: { id } })
  if (seen) await purposes[seen.purpose]?.holdFirst?.(tx, seen)
  return holdCall(tx, id)
}

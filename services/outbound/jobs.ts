import type { OutboundCall } from '../../prisma/generated/client.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db.ts'
import { ProviderFault, type CallStatus, type TelephonyProvider } from '../telephony/provider.ts'
import { endCall, holdWithPurpose, type CallPurposes } from './ends/service.ts'
import { logLeg } from './log/store.ts'
import { endedAs, isTerminal, OVERDUE } from './states.ts'
import { listOverdue, listWanted, lookLater, noteAnswered, noteFollowed, notePlaced, putOff, takeCall, unknownLegs } from './store.ts'

export type OutboundLine = Pick<TelephonyProvider, 'placeCall' | 'findCall' | 'findPlaced' | 'redirectLeg' | 'endLeg'>
export type OutboundJobsOptions = {
  database: Database
  clock: Clock
  provider: () => Promise<OutboundLine>
  /** Our URLs for a call: what he hears, at first and when his line is turned; where the state of his leg is reported, and who has picked up. */
  urls: (call: { id: string; language: string }) => { asks: string; again: string; status: string; who: string }
  purposes: CallPurposes
  /** The page of a call that lies on a record. */
  announce: (callSid: string) => void
  log: { warn: (details: object, text: string) => void }
}

/** A call that goes on is asked after again. */
const ASK_AGAIN_SECONDS = 60
const FOLLOW_AGAIN_SECONDS = 5
const CLOCKS_DIFFER_SECONDS = 2

/** What the provider says of a call; `unreachable`: it could not be asked. */
type Known = { legSid: string | undefined; status: CallStatus | 'unreachable' }

/**
 * Places the calls that are due, each once: claimed, placed outside of any transaction, then noted. A worker that dies in between leaves a call of
 * which nobody knows whether the phone has rung; it is not placed again by itself.
 */
export function outboundJobs({ database: { prisma }, clock, provider, urls, purposes, announce, log }: OutboundJobsOptions) {
  /** Follows what is wanted of lines, closes what was not heard of in time, then places until nothing is due. */
  async function performDue(): Promise<void> {
    for (const call of await listWanted(prisma, clock.now().toJSDate())) await follow(call)
    await closeOverdue()
    for (;;) {
      const call = await prisma.$transaction((tx) => takeCall(tx, clock.now().toJSDate()))
      if (!call) return
      await place(call)
    }
  }

  /** Again it does no harm: it is noted when it is done. */
  async function follow(call: OutboundCall): Promise<void> {
    const { id, legSid, language, wanted } = call
    if (legSid === null) return
    try {
      if (wanted === 'end') await (await provider()).endLeg(legSid)
      else await (await provider()).redirectLeg(legSid, urls({ id, language }).again)
    } catch (err) {
      if (!(err instanceof ProviderFault)) throw err
      log.warn({ err, callSid: legSid, wanted }, 'a line could not be turned')
      const isAgain = !err.isSure || err.isPassing
      if (isAgain && (await prisma.$transaction((tx) => lookLater(tx, call, FOLLOW_AGAIN_SECONDS, clock.now().toJSDate())))) return
    }
    await prisma.$transaction((tx) => noteFollowed(tx, call, clock.now().toJSDate()))
  }

  async function closeOverdue(): Promise<void> {
    for (const call of await listOverdue(prisma, clock.now().toJSDate())) {
      const known = await (call.legSid === null ? findLost(call) : askAfter(call.legSid))
      await prisma.$transaction((tx) => close(tx, call.id, known))
      const legSid = call.legSid ?? known?.legSid
      if (legSid !== undefined) announce(legSid)
    }
  }

  /** What the provider says of a leg; undefined: it knows none. */
  async function askAfter(legSid: string): Promise<Known | undefined> {
    try {
      const found = await (await provider()).findCall(legSid)
      return found && { legSid, status: found.status }
    } catch (err) {
      log.warn({ err, callSid: legSid }, 'the provider could not be asked after a call')
      return { legSid, status: 'unreachable' }
    }
  }

  /** We died between the request and its note, or its answer was lost: by whom, to whom and when is all that the provider's list can be asked for. */
  async function findLost({ state, from, to, startedAt }: OutboundCall): Promise<Known | undefined> {
    if (state !== 'placing' || startedAt === null) return undefined
    try {
      const since = new Date(startedAt.getTime() - CLOCKS_DIFFER_SECONDS * 1_000)
      const placed = await (await provider()).findPlaced({ from, to, since })
      const sids = placed.map(({ callSid }) => callSid)
      const [legSid] = await unknownLegs(prisma, sids)
      const found = placed.find(({ callSid }) => callSid === legSid)
      return found && { legSid: found.callSid, status: found.status }
    } catch (err) {
      log.warn({ err }, 'the provider could not be asked after calls')
      return { legSid: undefined, status: 'unreachable' }
    }
  }

  async function close(tx: Transaction, id: string, known: Known | undefined): Promise<void> {
    const [held, now] = [await holdWithPurpose(tx, purposes, id), clock.now().toJSDate()]
    if (!held || held.endedAt !== null || (held.dueAt > now && held.state !== 'waiting')) return
    const call = held.legSid === null && known?.legSid !== undefined ? await adopt(tx, held, known.legSid, now) : held
    const status = known?.status
    if (status !== undefined && (status === 'unreachable' || !isTerminal(status))) {
      if (status === 'in-progress') await noteAnswered(tx, call, now, null)
      if (await lookLater(tx, call, ASK_AGAIN_SECONDS, now)) return
    }
    const isKnown = status !== undefined && status !== 'unreachable' && isTerminal(status)
    const state = isKnown ? endedAs(status, call) : (OVERDUE[call.state] ?? 'unknown')
    await endCall(tx, purposes, call, { state, at: now, ...(isKnown && { status }) })
  }

  async function adopt(tx: Transaction, call: OutboundCall, legSid: string, now: Date): Promise<OutboundCall> {
    await notePlaced(tx, call, legSid, now)
    await logLeg(tx, call, legSid, now)
    return tx.outboundCall.findUniqueOrThrow({ where: { id: call.id } })
  }

  async function place(call: OutboundCall): Promise<void> {
    try {
      const { id, from, to, ringSeconds, language, purpose, digits } = call
      const { asks, status, who } = urls({ id, language })
      const detectsMachines = purposes[purpose]?.detectsMachines?.(call)
      const more = { ...(digits !== null && { digits }), ...(detectsMachines && { detectsMachines, who }) }
      const placed = await (await provider()).placeCall({ from, to, ringSeconds, asks, status, ...more })
      await prisma.$transaction(async (tx) => {
        const now = clock.now().toJSDate()
        await notePlaced(tx, call, placed.callSid, now)
        await logLeg(tx, call, placed.callSid, now)
      })
      announce(placed.callSid)
    } catch (err) {
      if (!(err instanceof ProviderFault)) throw err
      log.warn({ err, outboundCall: call.id, code: err.code, isSure: err.isSure }, 'somebody could not be called')
      // Not sure: his phone may be ringing. Its report will say so, or the time that he has runs out.
      if (err.isSure) await noteRefused(call, err.isPassing)
    }
  }

  async function noteRefused(call: OutboundCall, isPassing: boolean): Promise<void> {
    await prisma.$transaction(async (tx) => {
      const now = clock.now().toJSDate()
      const held = await holdWithPurpose(tx, purposes, call.id)
      // What is to end meanwhile is not placed a moment later.
      if (held && isPassing && held.wanted === null) await putOff(tx, held, now)
      else if (held) await endCall(tx, purposes, held, { state: 'failed', at: now })
    })
  }

  return { due: DUE, performDue }
}

const DUE = `
  (exists (select from outbound_call where ended_at is null and due_at <= $1 and state in ('waiting', 'placing', 'ringing', 'answered', 'acknowledged'))
      or exists (select from outbound_call where ended_at is null and state = 'waiting' and until_at <= $1))`

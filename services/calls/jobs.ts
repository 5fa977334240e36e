import type { Clock } from '../clock.ts'
import { openCase } from '../cases/store.ts'
import { settleIdentity, type KeyedReference } from '../customers/store.ts'
import type { Database, Transaction } from '../db.ts'
import type { Effect } from '../ivr/effects.ts'
import type { Session } from '../ivr/session.ts'
import { changePresence } from '../shifts/presence/store.ts'
import type { CallStatus } from '../telephony/provider.ts'
import { outcomeOf } from './outcome.ts'

/** An effect of the engine, or the settling of a call that has ended. */
type OutboxBody = Effect | { kind: 'settleCall' }
type ClaimedEffect = { id: string; call_sid: string; turn: number; n: number; body: OutboxBody; attempts: number; created_at: Date }
type CallRow = NonNullable<Awaited<ReturnType<Transaction['call']['findUnique']>>>

const MOST_ATTEMPTS = 8

export type CallJobs = ReturnType<typeof callJobs>

export type CallJobsOptions = {
  database: Database
  clock: Clock
  announce: (callSid: string) => void
  log: { error: (details: object, text: string) => void }
}

/**
 * Performs effects after the commit that stored them, each once: the effect's work and its mark "done" are one
 * transaction. A worker that dies leaves the row to the next one.
 */
export function callJobs({ database, clock, announce, log }: CallJobsOptions) {
  /** Performs all effects that are due; returns how many. */
  async function performDue(): Promise<number> {
    for (let done = 0; ; done += 1) {
      const callSid = await performNext()
      if (callSid === undefined) return done
      announce(callSid)
    }
  }

  async function performNext(): Promise<string | undefined> {
    let claimed: ClaimedEffect | undefined
    try {
      await database.prisma.$transaction(async (tx) => {
        claimed = await claim(tx, clock.now().toJSDate())
        if (!claimed) return
        const result = await perform(tx, claimed)
        await tx.effect.update({ where: { id: claimed.id }, data: { doneAt: clock.now().toJSDate(), ...(result && { result }) } })
      })
    } catch (error) {
      if (!claimed) throw error
      await putOff(claimed, error)
    }
    return claimed?.call_sid
  }

  /** Tries again later, each time after a longer pause; a person sees what is left after the last. */
  async function putOff({ id, attempts, call_sid: callSid }: ClaimedEffect, error: unknown): Promise<void> {
    const now = clock.now()
    const isLast = attempts + 1 >= MOST_ATTEMPTS
    log.error({ err: error, effect: id, callSid, isLast }, 'an effect failed')
    await database.prisma.effect.update({
      where: { id },
      data: {
        attempts: attempts + 1,
        lastError: String(error).slice(0, 2_000),
        ...(isLast ? { failedAt: now.toJSDate() } : { dueAt: now.plus({ seconds: 2 ** attempts }).toJSDate() }),
      },
    })
  }

  async function perform(tx: Transaction, effect: ClaimedEffect): Promise<Record<string, Record<string, string>> | undefined> {
    const call = await tx.call.findUniqueOrThrow({ where: { sid: effect.call_sid } })
    const { body, created_at: at } = effect
    switch (body.kind) {
      case 'identify':
        // A record of his own, if he needs one, comes with his case or at the end: he may still correct the number.
        await settle(tx, call, at, false, body.reference)
        return undefined
      case 'openCase':
        return { case: await openCaseOf(tx, call, body, at) }
      case 'voicemail':
        if (!(await keepRecording(tx, call.sid, body, at))) return undefined
        return { case: await openCaseOf(tx, call, { ...body, reason: 'voicemail' }, at) }
      case 'presence':
        await changePresence(tx, body.personId, body.state, 'phone', at)
        return undefined
      case 'settleCall':
        await settleCall(tx, call)
        return undefined
      default:
        // Never marked done: what nobody knows how to do must be seen by a person.
        throw new Error(`nobody performs an effect of the kind "${String((body as { kind: string }).kind)}"`)
    }
  }

  async function openCaseOf(
    tx: Transaction,
    call: CallRow,
    { title, reason, severity }: { title: string; reason: string; severity: string },
    at: Date,
  ): Promise<Record<string, string>> {
    const customerId = await settle(tx, call, at, true)
    const captured = await tx.captured.findMany({ where: { callSid: call.sid } })
    const facts = Object.fromEntries(captured.map(({ name, value }) => [name, value]))
    const { number, owner } = await openCase(tx, { customerId, callSid: call.sid, title, reason, severity, facts, openedAt: at })
    return { number, owner }
  }

  /** False if this recording is there already: told twice, it is still one message and one case. */
  async function keepRecording(
    tx: Transaction,
    callSid: string,
    { recordingSid, url, seconds }: Extract<Effect, { kind: 'voicemail' }>,
    at: Date,
  ): Promise<boolean> {
    const { count } = await tx.recording.createMany({ data: { sid: recordingSid, callSid, url, seconds, receivedAt: at }, skipDuplicates: true })
    return count === 1
  }

  /** The call has ended (or something came in after its end): its outcome, and whose record it lies on. */
  async function settleCall(tx: Transaction, call: CallRow): Promise<void> {
    const session = call.session as Partial<Session>
    const [accepted, recordings, captured, did] = await Promise.all([
      tx.callLeg.count({ where: { callSid: call.sid, acceptedAt: { not: null } } }),
      tx.recording.count({ where: { callSid: call.sid } }),
      tx.captured.count({ where: { callSid: call.sid } }),
      kindsInLog(tx, call.sid),
    ])
    const achieved = session.achieved ?? []
    const outcome = outcomeOf({
      status: call.status as CallStatus,
      achieved,
      wasAccepted: accepted > 0,
      hasRecording: recordings > 0,
      hasFailed: did.has('failed') || call.turn === 0,
    })
    await tx.call.update({ where: { sid: call.sid }, data: { outcome } })
    // Silence leads to a person too; only who pressed or said something has asked for him.
    const askedForPerson = did.has('dialled') && (did.has('pressed') || did.has('spoke'))
    await settle(tx, call, call.endedAt ?? call.lastEventAt, accepted > 0 || captured > 0 || achieved.length > 0 || askedForPerson)
  }

  async function settle(tx: Transaction, call: CallRow, now: Date, deservesRecord: boolean, keyed?: KeyedReference): Promise<string | null> {
    const pin = keyed?.kind === 'pin' ? keyed.value : undefined
    if (pin !== undefined) await forgetPins(tx, call.sid)
    return settleIdentity(tx, call.sid, { reference: await keyedReference(tx, call.sid), ...(pin !== undefined && { pin }), deservesRecord, now })
  }

  return { performDue }
}

/** Which kinds of entries the call's log has. */
async function kindsInLog(tx: Transaction, callSid: string): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ kind: string }[]>`
    select distinct entry->>'kind' as kind from call_event, jsonb_array_elements(log) as entry where call_sid = ${callSid} and turn is not null`
  return new Set(rows.map(({ kind }) => kind))
}

/** A PIN was compared: it need not stand in the outbox any longer. */
async function forgetPins(tx: Transaction, callSid: string): Promise<void> {
  await tx.$executeRaw`
    update effect set body = jsonb_set(body, '{reference,value}', '"****"')
     where call_sid = ${callSid} and kind = 'identify' and body->'reference'->>'kind' = 'pin'`
}

/** The contract number (or the like) that was keyed last in this call and that no agent has refused. */
async function keyedReference(tx: Transaction, callSid: string): Promise<KeyedReference | null> {
  const [row] = await tx.$queryRaw<{ reference: KeyedReference }[]>`
    select body->'reference' as reference from effect
     where call_sid = ${callSid} and kind = 'identify' and body->'reference'->>'kind' <> 'pin' and coalesce(result, '{}')->'refused' is null
     order by turn desc, n desc limit 1`
  return row?.reference ?? null
}

/**
 * The next effect that is due and whose call has no earlier one open: effects of a call happen in order, those of
 * different calls side by side.
 */
async function claim(tx: Transaction, now: Date): Promise<ClaimedEffect | undefined> {
  const [row] = await tx.$queryRaw<ClaimedEffect[]>`
    select e.id, e.call_sid, e.turn, e.n, e.body, e.attempts, e.created_at from effect e
     where e.done_at is null and e.failed_at is null and e.due_at <= ${now}
       and not exists (select 1 from effect o where o.call_sid = e.call_sid and o.done_at is null and o.failed_at is null and (o.turn, o.n) < (e.turn, e.n))
     order by e.due_at, e.turn, e.n limit 1 for update of e skip locked`
  return row
}

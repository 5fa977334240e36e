import { callbackWindows } from '../callbacks/windows/service.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db.ts'
import { addUnmet } from '../directory/store.ts'
import { joinIncident } from '../incidents/store.ts'
import type { Effect } from '../ivr/effects.ts'
import { addText, TEXT_LIMITS, type TextLimits } from '../messages/store.ts'
import { changePresence } from '../shifts/presence/store.ts'
import { performCallback, performOpenCase } from './effects/cases/store.ts'
import { settleCall } from './effects/ends/store.ts'
import { settleCustomer } from './effects/identity/store.ts'
import { performRating } from './effects/marks/store.ts'
import { performVoicemail } from './effects/messages/store.ts'
import type { Performed, Results } from './effects/performed.ts'
import { performWake } from './wakes/store.ts'

/** An effect of the engine, or the settling of a call that has ended. */
type OutboxBody = Effect | { kind: 'settleCall' }
type ClaimedEffect = { id: string; call_sid: string; turn: number; n: number; body: OutboxBody; attempts: number; created_at: Date }

const MOST_ATTEMPTS = 8

export type CallJobs = ReturnType<typeof callJobs>

export type CallJobsOptions = {
  database: Database
  clock: Clock
  announce: (callSid: string) => void
  /** More texts than these are refused. */
  textLimits?: TextLimits
  log: { error: (details: object, text: string) => void }
}

/**
 * Performs effects after the commit that stored them, each once: the effect's work and its mark "done" are one
 * transaction. A worker that dies leaves the row to the next one.
 */
export function callJobs({ database, clock, announce, textLimits = TEXT_LIMITS, log }: CallJobsOptions) {
  const windows = callbackWindows({ database, clock })

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

  async function perform(tx: Transaction, { id, call_sid: sid, body, turn, created_at: at }: ClaimedEffect): Promise<Results | undefined> {
    const call = await tx.call.findUniqueOrThrow({ where: { sid } })
    const performed: Performed = { call, turn, at }
    switch (body.kind) {
      case 'identify':
        // A record of his own, if he needs one, comes with his case or at the end: he may still correct the number.
        return void (await settleCustomer(tx, call, at, false, body.reference))
      case 'openCase':
        return performOpenCase(tx, performed, body)
      case 'voicemail':
        return performVoicemail(tx, performed, body)
      case 'callback':
        return performCallback(tx, performed, body, windows)
      case 'rating':
        return void (await performRating(tx, performed, body))
      case 'unmet':
        return void (await addUnmet(tx, { id, callSid: sid, section: body.section, asked: body.asked, by: body.by, at }))
      case 'joinIncident':
        return void (await joinIncident(tx, body.incidentId, sid, at))
      case 'wake':
        return performWake(tx, id, performed, body, clock.now().toJSDate())
      case 'sms':
        return void (await addText(tx, { id, callSid: sid, dialled: call.toNumber, to: body.to, text: body.text }, textLimits, clock.now().toJSDate()))
      case 'presence':
        return void (await changePresence(tx, body.personId, body.state, 'phone', at))
      case 'settleCall':
        return void (await settleCall(tx, call, windows))
      default:
        // Never marked done: what nobody knows how to do must be seen by a person.
        throw new Error(`nobody performs an effect of the kind "${String((body as { kind: string }).kind)}"`)
    }
  }

  return { performDue }
}

/**
 * The next effect that is due and whose call has no earlier one open: effects of a call happen in order, those of
 * different calls side by side. HTTP requests are not performed in here: nobody may wait for them (requests/jobs.ts).
 */
async function claim(tx: Transaction, now: Date): Promise<ClaimedEffect | undefined> {
  const [row] = await tx.$queryRaw<ClaimedEffect[]>`
    select e.id, e.call_sid, e.turn, e.n, e.body, e.attempts, e.created_at from effect e
     where e.done_at is null and e.failed_at is null and e.kind <> 'http' and e.due_at <= ${now}
       and not exists (select 1 from effect o where o.call_sid = e.call_sid and o.done_at is null and o.failed_at is null and (o.turn, o.n) < (e.turn, e.n))
     order by e.due_at, e.turn, e.n limit 1 for update of e skip locked`
  return row
}

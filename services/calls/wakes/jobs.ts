import type { Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'
import { readLineRoster } from '../../shifts/line/store.ts'
import { ProviderFault, type TelephonyProvider } from '../../telephony/provider.ts'
import { notePlaced, noteRefused, takeNext, type CallToPlace } from './store.ts'

export type WakeJobsOptions = {
  database: Database
  clock: Clock
  provider: () => Promise<Pick<TelephonyProvider, 'placeCall'>>
  /** Our URLs for an attempt: what he hears, and where the state of his leg is reported. */
  urls: (attempt: { id: string; language: string }) => { asks: string; status: string }
  announce: (callSid: string) => void
  log: { warn: (details: object, text: string) => void }
}

/**
 * Calls the people who are to be woken. Whom, and when the next one, stands in Postgres; a call is placed outside of any transaction, once its
 * attempt is committed. A worker that dies in between leaves an attempt of which nothing is heard: after its time the next person is called.
 */
export function wakeJobs({ database, clock, provider, urls, announce, log }: WakeJobsOptions) {
  const { prisma } = database

  /** Decides and places until nothing is due. */
  async function performDue(): Promise<void> {
    while (await performNext());
  }

  async function performNext(): Promise<boolean> {
    const now = clock.now()
    const roster = await readLineRoster(database.pool, now.toMillis())
    const looked = await prisma.$transaction((tx) => takeNext(tx, roster, now.toJSDate()))
    if (!looked) return false
    if (looked.place) await place(looked.place)
    announce(looked.callSid)
    return true
  }

  async function place(call: CallToPlace): Promise<void> {
    try {
      const { from, to, ringSeconds, attemptId: id, language } = call
      const placed = await (await provider()).placeCall({ from, to, ringSeconds, ...urls({ id, language }) })
      await prisma.$transaction((tx) => notePlaced(tx, call, placed.callSid, clock.now().toJSDate()))
    } catch (err) {
      if (!(err instanceof ProviderFault)) throw err
      log.warn({ err, callSid: call.callSid, code: err.code, isSure: err.isSure }, 'somebody could not be called')
      // Not sure: his phone may be ringing. Its report will say so, or the time that he has runs out.
      if (err.isSure) await prisma.$transaction((tx) => noteRefused(tx, call, err.isPassing, clock.now().toJSDate()))
    }
  }

  const due = `exists (select from wake where state = 'calling' and due_at <= $1)`
  return { due, performDue }
}

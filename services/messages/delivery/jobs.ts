import type { Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'
import { handOverNext, putOffMessages, type HandOverOptions } from './store.ts'

export type DeliveryJobsOptions = {
  database: Pick<Database, 'prisma'>
  clock: Clock
  options: HandOverOptions
  log: { warn: (details: object, text: string) => void }
}

/** Hands what customers are to be told to those who send it: in one transaction each, so that nothing is handed over twice. */
export function deliveryJobs({ database: { prisma }, clock, options, log }: DeliveryJobsOptions) {
  async function performDue(): Promise<void> {
    try {
      while ((await prisma.$transaction((tx) => handOverNext(tx, options, clock.now().toJSDate()))) !== undefined);
    } catch (err) {
      log.warn({ err }, 'a message could not be handed over; it is tried again')
      await putOffMessages(prisma, clock.now().toJSDate())
    }
  }
  return { performDue }
}

import type { Clock } from '../clock.ts'
import type { Database } from '../db.ts'
import { ProviderFault, type TelephonyProvider } from '../telephony/provider.ts'

export type EraserOptions = {
  database: Pick<Database, 'prisma'>
  clock: Clock
  provider: () => Promise<Pick<TelephonyProvider, 'deleteRecording'>>
  log: { warn: (details: object, text: string) => void }
}

/** A provider that refuses is asked again after so long. */
const AGAIN_AFTER = 5 * 60_000
const AT_ONCE = 50

/** What was deleted here is deleted at the provider, however often that must be asked. To delete twice does no harm. */
export function recordingEraser({ database: { prisma }, clock, provider, log }: EraserOptions) {
  /** Of this process: after a restart all are tried at once, and that is soon enough. */
  const refusedAt = new Map<string, number>()
  const listDue = async () => {
    const now = clock.now().toMillis()
    const rows = await prisma.recording.findMany({
      where: { deletedAt: { not: null }, erasedAt: null },
      select: { sid: true },
      orderBy: { deletedAt: 'asc' },
      take: AT_ONCE + refusedAt.size,
    })
    return rows.filter(({ sid }) => now - (refusedAt.get(sid) ?? -AGAIN_AFTER) >= AGAIN_AFTER || now < (refusedAt.get(sid) ?? 0))
  }
  return {
    due: `exists (select from recording where deleted_at is not null and erased_at is null)`,
    performDue: async (): Promise<void> => {
      for (const { sid } of await listDue()) {
        try {
          await (await provider()).deleteRecording(sid)
          refusedAt.delete(sid)
          await prisma.recording.updateMany({ where: { sid, erasedAt: null }, data: { erasedAt: clock.now().toJSDate() } })
        } catch (err) {
          if (!(err instanceof ProviderFault)) throw err
          refusedAt.set(sid, clock.now().toMillis())
          log.warn({ err, recording: sid }, 'a deleted recording is still at the provider; it is asked again')
        }
      }
    },
  }
}

import { audit } from '../audit/store.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db.ts'
import { domainError } from '../errors.ts'
import type { Principal } from '../http/access.ts'
import { LIVE_CHANNEL } from '../http/live/messages.ts'
import { ProviderFault, type RecordingSound, type TelephonyProvider } from '../telephony/provider.ts'

export type RecordingOptions = {
  database: Pick<Database, 'prisma'>
  clock: Clock
  provider: () => Promise<Pick<TelephonyProvider, 'fetchRecording'>>
  /** After a deletion: the provider need not keep it a moment longer. */
  wake: () => void
}

export type RecordingService = ReturnType<typeof recordingService>

/** What callers have said, played through us: whoever hears it is known, and what was deleted is heard no more. */
export function recordingService({ database: { prisma }, clock, provider, wake }: RecordingOptions) {
  return {
    /** `range`: as the browser asks for a part of it. A hearing is written down when it begins, not with each part. */
    play: async (sid: string, range: string | undefined, by: Principal): Promise<RecordingSound> => {
      const row = await getRecording(prisma, sid)
      if (row.deletedAt) throw domainError('RECORDING_DELETED', { at: row.deletedAt.toISOString() })
      const sound = await fetchSound(await provider(), sid, range)
      if (!sound) throw domainError('NOT_FOUND', { kind: 'recording at the provider', id: sid })
      if (range === undefined || /^bytes=0-/.test(range)) {
        await prisma.$transaction((tx) =>
          audit(tx, { at: clock.now().toJSDate(), actor: actorOf(by), kind: 'recording.played', subject: sid, body: { call: row.callSid } }),
        )
      }
      return sound
    },
    /** It is heard no more from this moment; that it is gone at the provider too is seen to until it is so. Deleted twice, the first time counts. */
    remove: async (sid: string, by: Principal): Promise<void> => {
      await prisma.$transaction(async (tx) => {
        const { callSid } = await getRecording(tx, sid)
        const at = clock.now().toJSDate()
        const deletedById = by.kind === 'person' ? by.id : null
        const { count } = await tx.recording.updateMany({ where: { sid, deletedAt: null }, data: { deletedAt: at, deletedById } })
        if (count === 0) return
        await audit(tx, { at, actor: actorOf(by), kind: 'recording.deleted', subject: sid, body: { call: callSid } })
        await tx.$executeRaw`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify({ type: 'call', id: callSid })})`
      })
      wake()
    },
  }
}

async function fetchSound(provider: Pick<TelephonyProvider, 'fetchRecording'>, sid: string, range: string | undefined): Promise<RecordingSound | undefined> {
  try {
    return await provider.fetchRecording(sid, range)
  } catch (cause) {
    throw cause instanceof ProviderFault ? Object.assign(domainError('RECORDING_AWAY'), { cause }) : cause
  }
}

const actorOf = (by: Principal): string => (by.kind === 'person' ? by.id : `key:${by.id}`)

async function getRecording(db: Pick<Transaction, 'recording'>, sid: string) {
  const row = await db.recording.findUnique({ where: { sid } })
  if (!row) throw domainError('NOT_FOUND', { kind: 'recording', id: sid })
  return row
}

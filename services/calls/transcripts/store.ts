import type { Database } from '../../db.ts'
import { domainError } from '../../errors.ts'
import { toStoredFlow } from '../../ivr/files.ts'
import type { LogEntry, Session } from '../../ivr/session.ts'
import { writeTranscript, type SavedTranscript } from '../../ivr/transcripts/write-transcript.ts'
import { outcome } from '../../schemas/calls.ts'
import { outcomeOfTranscript } from './outcome.ts'

/** A call that has been, as a transcript for `flows test`: played against the version of the flow with which it began. */
export async function transcriptOfCall({ prisma }: Pick<Database, 'prisma'>, sid: string, title?: string): Promise<SavedTranscript & { flow: string }> {
  const call = await prisma.call.findUnique({ where: { sid } })
  const version = call && (await prisma.flowVersion.findUnique({ where: { flow_version: { flow: call.flow, version: call.flowVersion } } }))
  const loaded = version && toStoredFlow(version.source)
  if (!call || !loaded) throw domainError('NOT_FOUND', { kind: call ? 'flow of call' : 'call', id: sid })
  const events = await prisma.callEvent.findMany({ where: { callSid: sid, turn: { not: null } }, orderBy: { turn: 'asc' } })
  const settled = outcome.safeParse(call.outcome)
  const saved = writeTranscript(
    {
      title: title ?? `A call of ${call.startedAt.toISOString().slice(0, 10)}`,
      flow: loaded.flow,
      session: call.session as unknown as Session,
      turns: events.map(({ receivedAt, log }) => ({ at: receivedAt.getTime(), log: (log ?? []) as unknown as LogEntry[] })),
      outcome: settled.success ? settled.data : null,
    },
    outcomeOfTranscript,
  )
  return { ...saved, flow: call.flow }
}

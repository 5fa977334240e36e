import { createHash } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { Line, TelephonyProvider } from '../../telephony/provider.ts'
import { isTerminal } from '../status.ts'
import type { CallStore } from '../store.ts'

/** A call of which nothing was heard for so long is asked after. */
const QUIET_MINUTES = 10
/** Asking costs requests: a long talk is quiet too. */
const ASK_EVERY_SECONDS = 60

type QuietCall = { sid: string; from: string; to: string; direction: string }

/** Ends calls whose last report was lost, by asking the provider how they stand; a call that it does not know has failed. */
export function quietCalls({
  store,
  provider,
  line,
  clock,
  log,
}: {
  store: CallStore
  provider: () => Promise<TelephonyProvider>
  line: Line
  clock: Clock
  log: { warn: (details: object, text: string) => void }
}) {
  let askedAt = 0

  async function settle(call: QuietCall, at: string): Promise<void> {
    const found = await (await provider()).findCall(call.sid)
    const status = found?.status ?? 'failed'
    if (!isTerminal(status)) return
    const fingerprint = createHash('sha256').update(`asked ${call.sid} ${status}`).digest('hex')
    await line.report({
      ...call,
      callSid: call.sid,
      status,
      at,
      ...(found && { durationSeconds: found.durationSeconds }),
      raw: { callSid: call.sid, kind: 'status', token: null, fingerprint, url: 'asked', params: { source: 'asked', status }, receivedAt: at },
    })
  }

  return {
    sweep: async (): Promise<void> => {
      const now = clock.now()
      if (now.toMillis() - askedAt < ASK_EVERY_SECONDS * 1_000 && now.toMillis() >= askedAt) return
      askedAt = now.toMillis()
      for (const call of await store.listQuietCalls(now.minus({ minutes: QUIET_MINUTES }).toJSDate().toISOString())) {
        await settle(call, now.toJSDate().toISOString()).catch((err: unknown) => log.warn({ err, callSid: call.sid }, 'a quiet call could not be asked after'))
      }
    },
  }
}

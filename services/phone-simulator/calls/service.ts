import type { Scheduler } from '../clock/service.ts'
import { hasEnded, isAnswered, type Ears, type Leg, type StatusCallback, type Target } from '../legs/leg.ts'
import type { MachineDetection } from '../legs/machines.ts'
import type { Legs } from '../legs/service.ts'
import type { RecordingCallback } from '../recordings/recording.ts'
import type { RunTwiml } from '../verbs/outcome.ts'
import type { World } from '../world.ts'

export type PlacedCall = {
  from: string
  to: string
  target: Target
  timeoutSeconds: number
  statusCallback: StatusCallback | undefined
  fallback: Target | undefined
  timeLimitSeconds?: number | undefined
  /** Played to who answers; with it, machines are not looked for. */
  sendDigits?: string | undefined
  machineDetection?: MachineDetection | undefined
  /** Record=true. */
  recording?: { channels: 1 | 2; track: 'inbound' | 'outbound' | 'both'; callback: RecordingCallback | undefined } | undefined
}

export type Calls = {
  /** A phone in the world dials one of our numbers; undefined if the number is not ours. */
  dialIn: (call: { from: string; to: string; ears: Ears; forwardedFrom?: string | undefined }) => Leg | undefined
  /** REST has us call a phone in the world. */
  place: (call: PlacedCall) => Leg
  /** REST gives a call other TwiML; false if it is not in progress (21220). */
  redirect: (leg: Leg, target: Target) => boolean
  /** REST ends a call: `completed` at any time, `canceled` before it is answered (else false: 21220). */
  end: (leg: Leg, status: 'completed' | 'canceled') => boolean
  endAll: () => void
}

export function callService(dependencies: { world: World; scheduler: Scheduler; legs: Legs; run: RunTwiml }): Calls {
  const { world, scheduler, legs, run } = dependencies

  async function runAndFinish(leg: Leg, target: Target): Promise<void> {
    await run(leg, target)
    legs.finish(leg, 'completed')
  }

  async function ringAndRun(leg: Leg, call: PlacedCall): Promise<void> {
    if ((await legs.ring(leg, call.timeoutSeconds)) === 'answered') await runAndFinish(leg, call.target)
  }

  return {
    dialIn({ from, to, ears, forwardedFrom }) {
      const number = world.findNumber(to)
      if (!number) return undefined
      const leg = legs.create({
        direction: 'inbound',
        from,
        to,
        forwardedFrom,
        ears,
        phoneNumberSid: number.sid,
        statusCallback: { url: number.statusCallback, method: number.statusCallbackMethod, events: ['completed'] },
        fallback: { url: number.voiceFallbackUrl, method: number.voiceFallbackMethod },
      })
      legs.note(leg, 'dialling', { text: to })
      if (number.voiceUrl === '') legs.finish(leg, 'failed')
      else void runAndFinish(leg, { url: number.voiceUrl, method: number.voiceMethod })
      return leg
    },
    place(call) {
      const { from, to, statusCallback, fallback } = call
      const phoneNumberSid = world.findNumber(from)?.sid
      const ears = world.earsOf(to)
      const leg = legs.create({ direction: 'outbound-api', from, to, ears, phoneNumberSid, statusCallback, fallback })
      // REST answers first (`queued`), then the phone rings.
      scheduler.after(0, () => void (hasEnded(leg) ? undefined : ringAndRun(leg, call)))
      return leg
    },
    redirect(leg, target) {
      if (hasEnded(leg) || (!isAnswered(leg) && leg.direction !== 'inbound')) return false
      leg.redirect = target
      leg.line.interrupt()
      return true
    },
    end(leg, status) {
      if (status === 'canceled' && (isAnswered(leg) || hasEnded(leg))) return false
      legs.finish(leg, isAnswered(leg) ? 'completed' : leg.direction === 'inbound' ? 'no-answer' : 'canceled')
      return true
    },
    endAll() {
      for (const leg of world.legs.values()) legs.finish(leg, isAnswered(leg) ? 'completed' : 'no-answer')
    },
  }
}

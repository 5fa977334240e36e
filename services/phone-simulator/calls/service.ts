import type { Scheduler } from '../clock/service.ts'
import { hasEnded, isAnswered, type Ears, type Leg, type StatusCallback, type Target } from '../legs/leg.ts'
import type { MachineDetection } from '../legs/machines.ts'
import type { Legs } from '../legs/service.ts'
import type { RecordingCallback } from '../recordings/recording.ts'
import type { Recordings } from '../recordings/service.ts'
import { awaitWhoAnswered, findOutWhoAnswered } from '../verbs/machines/service.ts'
import type { RunTwiml } from '../verbs/outcome.ts'
import type { Webhooks } from '../webhooks/service.ts'
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
  /** REST has us call a phone in the world: queued at first, and placed when its turn comes. undefined: the queue is a day long (22005). */
  place: (call: PlacedCall) => Leg | undefined
  /** REST gives a call other TwiML; false if it is not in progress (21220). */
  redirect: (leg: Leg, target: Target) => boolean
  /** REST ends a call: `completed` at any time, `canceled` before it is answered (else false: 21220). */
  end: (leg: Leg, status: 'completed' | 'canceled') => boolean
  endAll: () => void
  callsPerSecond: () => number
  setCallsPerSecond: (rate: number) => void
  /** A call stands in the list of calls only so long after it was made, as at Twilio. */
  listLagSeconds: () => number
  setListLag: (seconds: number) => void
}

type Dependencies = {
  accountSid: string
  world: World
  scheduler: Scheduler
  webhooks: Webhooks
  legs: Legs
  recordings: Recordings
  run: RunTwiml
  callsPerSecond: number
}

const longestQueueMilliseconds = 86_400_000

export function callService(on: Dependencies): Calls {
  const { world, scheduler, legs, run } = on
  let rate = on.callsPerSecond
  let listLag = 0
  let nextTurnAt = 0

  async function runAndFinish(leg: Leg, target: Target): Promise<void> {
    await run(leg, target)
    legs.finish(leg, 'completed')
  }

  async function ringAndRun(leg: Leg, call: PlacedCall): Promise<void> {
    if ((await legs.ring(leg, call.timeoutSeconds)) !== 'answered') return
    if (call.timeLimitSeconds !== undefined) scheduler.after(call.timeLimitSeconds, () => legs.finish(leg, 'completed'))
    if (call.recording) on.recordings.follow(leg, { source: 'OutboundAPI', ...call.recording })
    if (call.sendDigits) await legs.sendDigits(leg, call.sendDigits)
    const told = call.sendDigits ? {} : await whoAnswered(leg, call.machineDetection)
    if (!hasEnded(leg)) await runAndFinish(leg, { ...call.target, parameters: { ...call.target.parameters, ...told } })
  }

  /** What the first request says about it; nothing if the result comes later, to a callback. */
  async function whoAnswered(leg: Leg, how: MachineDetection | undefined): Promise<Record<string, string>> {
    if (!how) return {}
    if (how.callback) {
      findOutWhoAnswered(on, leg, how)
      return {}
    }
    const found = await awaitWhoAnswered(on, leg, how)
    return found ? { AnsweredBy: found.answeredBy, MachineDetectionDuration: String(Math.round(found.seconds * 1000)) } : {}
  }

  /** Seconds until a call ordered now may be placed. */
  function takeTurn(): number {
    const at = Math.max(scheduler.now(), nextTurnAt)
    nextTurnAt = at + 1000 / rate
    return (at - scheduler.now()) / 1000
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
      if (nextTurnAt - scheduler.now() >= longestQueueMilliseconds) return undefined
      const phoneNumberSid = world.findNumber(from)?.sid
      const ears = world.earsOf(to)
      const leg = legs.create({ direction: 'outbound-api', from, to, ears, phoneNumberSid, statusCallback, fallback })
      // REST answers first (`queued`), then the phone rings.
      scheduler.after(takeTurn(), () => void (hasEnded(leg) ? undefined : ringAndRun(leg, call)))
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
    callsPerSecond: () => rate,
    setCallsPerSecond: (next) => void (rate = next),
    listLagSeconds: () => listLag,
    setListLag: (seconds) => void (listLag = seconds),
  }
}

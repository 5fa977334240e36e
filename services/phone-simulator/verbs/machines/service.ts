import { hasEnded, type Leg } from '../../legs/leg.ts'
import { detect, type AnsweredBy, type MachineDetection } from '../../legs/machines.ts'
import { callParameters } from '../../legs/parameters.ts'
import type { VerbDependencies } from '../dependencies.ts'
import { pass } from '../prompts/service.ts'

type Dependencies = Pick<VerbDependencies, 'accountSid' | 'world' | 'scheduler' | 'webhooks'>

/** Detection beside the call: it goes on, and the result is reported when it is there. */
export function findOutWhoAnswered(on: Dependencies, leg: Leg, how: MachineDetection): void {
  const { answeredBy, seconds } = detect(on.world.behaviourOf(leg.to), how)
  on.scheduler.after(seconds, () => {
    if (hasEnded(leg)) return
    leg.answeredBy = answeredBy
    if (!how.callback) return
    const { url, base, method } = how.callback
    const { AccountSid, CallSid } = callParameters(leg, on.accountSid)
    const parameters = {
      AccountSid: AccountSid ?? '',
      CallSid: CallSid ?? '',
      AnsweredBy: answeredBy,
      MachineDetectionDuration: String(Math.round(seconds * 1000)),
    }
    void on.webhooks.deliver({ purpose: 'machine', callSid: leg.sid, url, base, method, parameters })
  })
}

/** Detection before the call goes on: nobody hears anything until it knows. undefined: the leg is over. */
export async function awaitWhoAnswered(on: Dependencies, leg: Leg, how: MachineDetection): Promise<{ answeredBy: AnsweredBy; seconds: number } | undefined> {
  const found = detect(on.world.behaviourOf(leg.to), how)
  const interrupted = await pass(leg, found.seconds)
  if (hasEnded(leg)) return undefined
  if (!interrupted) leg.answeredBy = found.answeredBy
  return found
}

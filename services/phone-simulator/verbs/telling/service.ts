import type { Leg, Target } from '../../legs/leg.ts'
import { callParameters } from '../../legs/parameters.ts'
import type { VerbDependencies } from '../dependencies.ts'

/** The leg has gone or does something else; Twilio still requests the action, and nobody hears what it answers. */
export async function tellOnly(on: Pick<VerbDependencies, 'accountSid' | 'webhooks' | 'legs'>, leg: Leg, action: Target): Promise<void> {
  const parameters = { ...callParameters(leg, on.accountSid), ...action.parameters }
  const { url, base, method } = action
  const delivery = await on.webhooks.deliver({ purpose: 'voice', callSid: leg.sid, url, base, method, parameters })
  const { status, milliseconds } = delivery
  on.legs.note(leg, 'webhook', { url: delivery.url, milliseconds, ...(status === undefined ? {} : { status }) })
}

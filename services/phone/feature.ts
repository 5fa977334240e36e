import type { Feature, Ground } from '../feature.ts'
import { phoneControl } from './client.ts'
import { phoneRoutes, type PhoneRoutesOptions } from './routes.ts'

/** The phone in the page, while the simulator carries the calls. */
export function phoneFeature({ simulator }: Ground, { numberOf }: Pick<PhoneRoutesOptions, 'numberOf'>): Feature {
  if (!simulator) return {}
  return {
    routes: [phoneRoutes({ control: phoneControl(simulator), numberOf })],
    checks: { telephony: async () => fetch(`${simulator.url}/livez`, { signal: AbortSignal.timeout(1_000) }) },
  }
}

import type { PhoneFaultName } from '../schemas/phone.ts'

/** What the simulator is asked for when something shall go wrong once. */
export function singleFault(fault: Exclude<PhoneFaultName, 'statusLost'>): { fault: string; purpose?: string; request?: string } {
  switch (fault) {
    case 'twice':
      return { fault: 'duplicate', purpose: 'voice' }
    case 'late':
      return { fault: 'delayPast15s', purpose: 'voice' }
    case 'refused':
      return { fault: 'refuseConnection', purpose: 'voice' }
    case 'restFails':
      return { fault: 'restErrorBefore' }
  }
}

/** Every report of this kind is lost until the plan is taken back. */
export const statusLost = { rates: { dropStatus: 1 } }

export function behaviourOf(behaviour: 'rings' | 'mailbox' | 'busy'): { kind: string } {
  return { kind: behaviour === 'mailbox' ? 'voicemail' : behaviour }
}

import type { Identity } from '../schemas/calls.ts'

/** A customer who has the caller's number on his record. */
export type NumberOwner = { customerId: string; standing: 'direct' | 'shared' | 'unconfirmed' }

export type IdentityFacts = {
  current: { customerId: string | null; identity: Identity }
  /** Customers with the caller's number; empty when it says nothing (withheld, SIP, one of ours). */
  owners: readonly NumberOwner[]
  /** The customer whose contract number (or other reference) was keyed, if it is one of ours. */
  referenceOwner: string | null
  /** The one customer among those in question whose PIN was keyed. */
  pinOwner: string | null
  /** He was answered, captured something or asked for something, and is not a machine or one of us: such a caller gets a record. */
  deservesRecord: boolean
}

export type IdentityDecision = { kind: 'keep' } | { kind: 'attach'; customerId: string; identity: Identity; confirmsNumber: boolean } | { kind: 'create' }

/**
 * Whose call is this? A number identifies only the one customer who has it as his own; a contract number together with a
 * number on that record confirms, alone it only claims; his PIN confirms. What an agent confirmed is never changed here.
 */
export function decideIdentity(facts: IdentityFacts): IdentityDecision {
  const { current, owners, referenceOwner, pinOwner } = facts
  if (current.identity === 'confirmed') return { kind: 'keep' }
  const hasNumber = (customerId: string): boolean => owners.some((owner) => owner.customerId === customerId)
  if (pinOwner !== null) return { kind: 'attach', customerId: pinOwner, identity: 'confirmed', confirmsNumber: hasNumber(pinOwner) }
  // The record that this very call made holds the number and the reference because he gave them: that confirms nothing.
  if (current.identity === 'new' && current.customerId === referenceOwner) return { kind: 'keep' }
  if (referenceOwner !== null) {
    const isOnRecord = hasNumber(referenceOwner)
    return { kind: 'attach', customerId: referenceOwner, identity: isOnRecord ? 'confirmed' : 'claimed', confirmsNumber: isOnRecord }
  }
  if (current.customerId !== null) return { kind: 'keep' }
  const known = soleOwner(owners)
  if (known !== null) return { kind: 'attach', customerId: known, identity: 'known', confirmsNumber: false }
  // Somebody may have this number: an agent or a key decides, no second record is made meanwhile.
  if (owners.length > 0 || !facts.deservesRecord) return { kind: 'keep' }
  return { kind: 'create' }
}

/** The one customer whose own number this is; null when it is nobody's, shared or unconfirmed. */
export function soleOwner(owners: readonly NumberOwner[]): string | null {
  const certain = owners.filter((owner) => owner.standing !== 'unconfirmed')
  const [only] = certain
  return only && certain.length === 1 && only.standing === 'direct' ? only.customerId : null
}

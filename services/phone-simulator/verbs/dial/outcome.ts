import type { Leg } from '../../legs/leg.ts'

/** What a Dial without a conversation reports. A person who answered and was not bridged (whisper) counts as no answer. */
export function unbridgedStatus(children: ReadonlyArray<Pick<Leg, 'status'>>): 'busy' | 'no-answer' | 'failed' {
  const statuses = children.map((child) => child.status)
  if (statuses.every((status) => status === 'failed')) return 'failed'
  if (statuses.every((status) => status === 'busy' || status === 'failed')) return 'busy'
  return 'no-answer'
}

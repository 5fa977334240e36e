/** What the socket sends: `hello` first (with the `seq` so far), then each change with the next `seq`; `resync` when some were missed. */
export type LiveMessage = { seq: number; type: string; id?: string }

/** What a kind of message makes old: the first parts of the keys of queries. People and numbers do not change with calls. */
export const MADE_OLD = {
  call: ['calls', 'customer', 'customers', 'case'],
  roster: ['roster', 'publications', 'board', 'my-shifts', 'planning', 'handovers', 'offers', 'leave-requests', 'pay', 'pay-preview', 'fairness'],
  presence: ['board', 'presence', 'my-shifts'],
  notice: ['notices', 'desk', 'leave-requests'],
  case: ['case', 'cases', 'pyramid', 'executive', 'customer'],
  desk: ['desk'],
  callback: ['callbacks'],
  rule: ['rules'],
  plan: ['plans', 'fairness'],
  offer: ['offers', 'my-shifts', 'leave-requests', 'wishes'],
} as const satisfies Record<string, readonly string[]>
export type LiveType = keyof typeof MADE_OLD

/** The id of these is a person's: what happens at another desk makes nothing old here. */
const ONLY_OWN: readonly LiveType[] = ['notice', 'desk']
export const concerns = (type: LiveType, id: string | undefined, personId: string): boolean => !ONLY_OWN.includes(type) || id === undefined || id === personId

export type LiveStep = { seq: number | null; then: { kind: 'nothing' } | { kind: 'changed'; type: LiveType; id?: string } | { kind: 'everything' } }

export const readMessage = (data: unknown): LiveMessage | undefined => {
  if (typeof data !== 'object' || data === null || !('seq' in data) || !('type' in data)) return undefined
  const { seq, type } = data
  if (typeof seq !== 'number' || typeof type !== 'string') return undefined
  return { seq, type, ...('id' in data && typeof data.id === 'string' ? { id: data.id } : {}) }
}

/** A gap means that we missed something: then everything is fetched again rather than shown old. */
export const follow = (seq: number | null, message: LiveMessage): LiveStep => {
  if (message.type === 'hello') return { seq: message.seq, then: { kind: 'nothing' } }
  const hasGap = seq !== null && message.seq !== seq + 1
  if (hasGap || message.type === 'resync') return { seq: message.seq, then: { kind: 'everything' } }
  const { seq: next, type, id } = message
  if (!isKnown(type)) return { seq: next, then: { kind: 'nothing' } }
  return { seq: next, then: { kind: 'changed', type, ...(id === undefined ? {} : { id }) } }
}

const isKnown = (type: string): type is LiveType => Object.hasOwn(MADE_OLD, type)

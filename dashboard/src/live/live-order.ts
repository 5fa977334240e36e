/** What the socket sends: `hello` first (with the `seq` so far), then each change with the next `seq`; `resync` when some were missed. */
export type LiveMessage = { seq: number; type: string; id?: string }

export type LiveStep = { seq: number | null; then: { kind: 'nothing' } | { kind: 'call'; id: string } | { kind: 'everything' } }

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
  if (message.type === 'call' && message.id !== undefined) return { seq: message.seq, then: { kind: 'call', id: message.id } }
  return { seq: message.seq, then: { kind: 'nothing' } }
}

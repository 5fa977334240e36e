/** Causes of causes, and errors inside of fields, are followed so far; an error may well cause itself. */
const DEEPEST = 5

/**
 * What may be logged of something that was thrown: what explains it, and nothing that hangs on it. HTTP packages hang the
 * whole request on their errors, its Authorization header included, and pg its client.
 */
export function explain(thrown: unknown, depth = 0): Record<string, unknown> {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: messageOf(thrown) }
  const isDeepest = depth >= DEEPEST
  const { code } = thrown as { code?: unknown }
  return {
    type: thrown.name,
    code: typeof code === 'string' || typeof code === 'number' ? code : undefined,
    message: thrown.message,
    stack: thrown.stack,
    ...(thrown.cause !== undefined && !isDeepest && { cause: explain(thrown.cause, depth + 1) }),
    ...(thrown instanceof AggregateError && !isDeepest && { errors: thrown.errors.map((each) => explain(each, depth + 1)) }),
  }
}

/** The fields of a log line with every error explained, under whichever key; what stands under `err` was thrown, error or not. */
export function withPlainErrors(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, key === 'err' && value !== undefined ? explain(value) : plain(value)]))
}

function plain(value: unknown, depth = 0): unknown {
  if (value instanceof Error) return explain(value)
  if (typeof value !== 'object' || value === null || depth >= DEEPEST) return value
  if (Array.isArray(value)) return value.map((each) => plain(each, depth + 1))
  // Requests, replies, dates: pino's serializers and toJSON know what to do with them.
  if (Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each, depth + 1)]))
}

function messageOf(thrown: unknown): string {
  const message = typeof thrown === 'object' && thrown !== null && 'message' in thrown ? thrown.message : thrown
  return typeof message === 'object' && message !== null ? '[object Object]' : String(message)
}

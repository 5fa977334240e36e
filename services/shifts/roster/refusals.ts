/** What the database says about a roster that cannot be, out of whichever error it comes wrapped in. Pure. */
export type Refusal =
  | { kind: 'twoNights'; personId: string; night: string; plan: string }
  | { kind: 'overlap'; personId: string | undefined }
  | { kind: 'covered' }
  /** Two wrote at once, and one of them must try again. */
  | { kind: 'again' }

/** Undefined: it is about something else. */
export function refusalOf(thrown: unknown): Refusal | undefined {
  for (const error of causesOf(thrown)) {
    const found = readError(error)
    if (found) return found
  }
  return undefined
}

const AGAIN = ['P2034', '40P01', '40001']
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/

function readError(error: Record<string, unknown>): Refusal | undefined {
  const [message, detail] = [text(error['message']), text(error['detail'])]
  if (AGAIN.includes(text(error['code'])) || AGAIN.includes(text(error['originalCode']))) return { kind: 'again' }
  if (error['kind'] === 'TransactionWriteConflict') return { kind: 'again' }
  if (message.includes('override_is_one')) return { kind: 'covered' }
  // Of two equal rows Postgres names the person in the detail: Key (plan, person_id, ...)=(draft, 7f..., ...) conflicts with ...
  if (message.includes('duty_is_one')) return { kind: 'overlap', personId: UUID.exec(detail)?.[0] }
  return detail.includes('"night"') ? twoNights(detail) : undefined
}

function twoNights(detail: string): Refusal | undefined {
  try {
    const told: unknown = JSON.parse(detail)
    if (!isRecord(told)) return undefined
    return { kind: 'twoNights', personId: text(told['personId']), night: text(told['night']), plan: text(told['plan']) }
  } catch {
    return undefined
  }
}

/** The innermost first: pg's own error, the adapter's, Prisma's. */
function causesOf(thrown: unknown, depth = 0): Record<string, unknown>[] {
  if (!isRecord(thrown) || depth > 5) return []
  const meta = isRecord(thrown['meta']) ? thrown['meta'] : {}
  return [...causesOf(thrown['cause'], depth + 1), ...causesOf(meta['driverAdapterError'], depth + 1), thrown]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

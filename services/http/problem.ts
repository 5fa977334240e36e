import { domainError, ERRORS, isDomainError, type DomainError, type ErrorCode } from '../errors.ts'

/** One fault of a request: where it is and what is allowed there. */
export type Fault = { place: string; message: string }

/** RFC 9457, `application/problem+json`. `values` fill the blanks of a translation of `code`. */
export type Problem = {
  type: string
  title: string
  status: number
  detail: string
  code: ErrorCode
  values?: Readonly<Record<string, string | number>>
  faults?: readonly Fault[]
  requestId: string
}

/** What any thrown value becomes. `isBug` asks for the full error in the log; the answer never holds its text. */
export type Answer = { problem: Problem; isBug: boolean }

export function toAnswer(error: unknown, requestId: string): Answer {
  const faults = faultsOf(error)
  if (faults) return { problem: { ...toProblem(domainError('INVALID_INPUT'), requestId), faults }, isBug: false }
  const known = isDomainError(error) ? error : (databaseError(error) ?? edgeError(error))
  if (known) return { problem: toProblem(known, requestId), isBug: known.status >= 500 }
  return { problem: toProblem(domainError('INTERNAL'), requestId), isBug: true }
}

export function toProblem(error: DomainError, requestId: string): Problem {
  const title = error.code.charAt(0) + error.code.slice(1).toLowerCase().replaceAll('_', ' ')
  const values = Object.keys(error.values).length > 0 ? { values: error.values } : {}
  return { type: `/docs/errors#${error.code}`, title, status: error.status, detail: error.message, code: error.code, ...values, requestId }
}

/** Faults that the zod validator of a route found, all of them: `body.email: Invalid email address`. */
function faultsOf(error: unknown): Fault[] | undefined {
  if (!isRecord(error) || !Array.isArray(error['validation'])) return undefined
  const part = text(error['validationContext']) ?? 'request'
  return error['validation'].filter(isRecord).map((fault) => ({
    place: `${part}${(text(fault['instancePath']) ?? '').replace(/\/$/, '').replaceAll('/', '.')}`,
    message: text(fault['message']) ?? 'is not allowed',
  }))
}

const DATABASE_GONE = [
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2034',
  '40001',
  '40P01',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  'ECONNREFUSED',
  'ECONNRESET',
]

/** Prisma's and pg's own codes, in one place: who loses a race, or meets a database that is away, gets a plain answer. */
function databaseError(error: unknown): DomainError | undefined {
  if (!isRecord(error)) return undefined
  const code = text(error['code']) ?? ''
  if (code === 'P2002' || code === '23505') return domainError('ALREADY_EXISTS', { kind: placeOf(error), value: 'this value' })
  if (code === 'P2003' || code === '23503') return domainError('STILL_IN_USE', { place: placeOf(error) })
  if (code === 'P2025') return domainError('NOT_FOUND', { kind: placeOf(error), id: 'this' })
  const message = text(error['message']) ?? ''
  const isAway = DATABASE_GONE.includes(code) || /Query read timeout|timeout exceeded when trying to connect|Connection terminated/.test(message)
  return isAway ? domainError('UNAVAILABLE') : undefined
}

function placeOf(error: Record<string, unknown>): string {
  const meta = isRecord(error['meta']) ? error['meta'] : {}
  return text(meta['modelName']) ?? text(error['constraint']) ?? text(error['table']) ?? 'record'
}

const EDGE: Readonly<Record<number, ErrorCode>> = { 413: 'BODY_TOO_LARGE', 415: 'MEDIA_TYPE_UNKNOWN' }

/** Fastify's own refusals of a request (status 4xx): too large, not JSON, ... */
function edgeError(error: unknown): DomainError | undefined {
  if (!isRecord(error) || typeof error['statusCode'] !== 'number') return undefined
  const status = error['statusCode']
  if (status < 400 || status > 499) return undefined
  const code = EDGE[status]
  if (code === 'BODY_TOO_LARGE') return domainError(code, { bytes: BODY_LIMIT_BYTES })
  if (code === 'MEDIA_TYPE_UNKNOWN') return domainError(code)
  return domainError('BAD_REQUEST', { reason: text(error['message']) ?? 'not allowed' })
}

/** More than any form of ours, and little enough that nobody fills the memory. */
export const BODY_LIMIT_BYTES = 256 * 1024

/** The statuses of the catalogue, for OpenAPI. */
export const PROBLEM_STATUSES: readonly number[] = [...new Set(Object.values(ERRORS).map(([status]) => status))].sort((a, b) => a - b)

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

import { publicRequest, type PublicRequest } from '../../../schemas/callbacks.ts'
import type { FaultCode, Field, FieldFault } from '../request.ts'
import type { Typed } from './fields.ts'

/** The fields of a form as a browser sends them; of a field that comes twice the last. */
export function typedIn(body: unknown): Typed {
  if (typeof body !== 'object' || body === null) return {}
  const last = (value: unknown): unknown => (Array.isArray(value) ? value.at(-1) : value)
  return Object.fromEntries(Object.entries(body).flatMap(([name, value]) => (typeof last(value) === 'string' ? [[name, last(value) as string]] : [])))
}

/** What a form asks for, or its faults, each at its field. */
export function requestIn(typed: Typed): { request: PublicRequest } | { faults: FieldFault[] } {
  const { wish = '', ...rest } = withoutEmpty(typed)
  const parsed = publicRequest.safeParse({ ...rest, wish: windowIn(wish) ?? wish })
  if (parsed.success) return { request: parsed.data }
  const faults = parsed.error.issues.map(({ path }) => path[0] as Field)
  return { faults: [...new Set(faults)].map((field) => ({ field, code: FAULT_OF[field] ?? 'wrong' })) }
}

const FAULT_OF: Partial<Record<Field, FaultCode>> = {
  ...{ number: 'tooLong', askFor: 'tooLong', name: 'tooLong', words: 'tooLong', topic: 'topicUnknown' },
  ...{ extension: 'extensionWrong', email: 'emailWrong', wish: 'wishMissing' },
}

/** `<from>/<to>`: a choice of the page. */
export function windowIn(text: string): { from: string; to: string } | undefined {
  const [from, to] = text.split('/')
  return from !== undefined && to !== undefined ? { from, to } : undefined
}

const withoutEmpty = (typed: Typed): Record<string, string> => Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''))

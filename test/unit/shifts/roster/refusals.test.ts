import { expect, it } from 'vitest'
import { refusalOf } from '../../../../services/shifts/roster/refusals.ts'

const ADA = '7f000000-0000-4000-8000-000000000001'
const nights = JSON.stringify({ personId: ADA, night: '2026-05-04', plan: 'draft' })
const overlap = {
  message: 'conflicting key value violates exclusion constraint "duty_is_one"',
  detail: `Key (plan, person_id, ...)=(draft, ${ADA}, ...) conflicts`,
}
const prisma = (cause: object, code = 'P2010') => Object.assign(new Error('raw query failed'), { code, meta: { driverAdapterError: { cause } } })

it.each<[string, unknown, unknown]>([
  ['two nights, from pg', { code: '23000', message: 'x', detail: nights }, { kind: 'twoNights', personId: ADA, night: '2026-05-04', plan: 'draft' }],
  [
    'two nights, from Prisma',
    prisma({ originalCode: '23000', message: 'x', detail: nights }),
    { kind: 'twoNights', personId: ADA, night: '2026-05-04', plan: 'draft' },
  ],
  ['an overlap', prisma({ originalCode: '23P01', ...overlap }), { kind: 'overlap', personId: ADA }],
  ['an overlap without its detail', { code: '23P01', message: overlap.message }, { kind: 'overlap', personId: undefined }],
  ['two overrides', prisma({ message: 'violates exclusion constraint "override_is_one"' }), { kind: 'covered' }],
  ['a deadlock, from pg', { code: '40P01', message: 'deadlock detected' }, { kind: 'again' }],
  ['a deadlock, from Prisma', prisma({ originalCode: '40P01', kind: 'TransactionWriteConflict' }), { kind: 'again' }],
  ["Prisma's own word for it", Object.assign(new Error('x'), { code: 'P2034' }), { kind: 'again' }],
  ['a cause', new Error('x', { cause: { code: '40001' } }), { kind: 'again' }],
  ['anything else', prisma({ originalCode: '23505', message: 'duplicate', detail: 'Key (id)' }), undefined],
  ['a detail that only looks like it', { message: 'x', detail: 'the "night" is long' }, undefined],
  ['no error at all', undefined, undefined],
])('%s', (_, thrown, expected) => expect(refusalOf(thrown)).toEqual(expected))

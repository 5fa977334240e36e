import type { z } from 'zod'
import type { Database } from '../../db.ts'
import { domainError } from '../../errors.ts'
import { toTimelineEnd, type timeline, type TimelineEntry, type timelineFilter } from '../../schemas/customers.ts'
import { timelineSql } from './arms.ts'

export type CustomerTimeline = ReturnType<typeof customerTimeline>
type Row = Omit<TimelineEntry, 'at'> & { at: Date; key: string }

/** All that lies on a record, in the order of time. */
export function customerTimeline({ database: { pool } }: { database: Pick<Database, 'pool'> }) {
  return async (customerId: string, { kind, before, limit }: z.output<typeof timelineFilter>): Promise<z.infer<typeof timeline>> => {
    // Not prepared: one plan for all customers would be wrong for the one who has a fortieth of all calls.
    const { rows } = await pool.query<Row>(timelineSql(kind), [customerId, before?.at ?? 'infinity', before?.kind ?? '', before?.key ?? '', limit])
    if (rows.length === 0 && before === undefined) await checkCustomer(customerId)
    const entries = rows.map(({ key: _, at, ...entry }) => ({ ...entry, at: at.toISOString() }))
    const last = rows.length === limit ? rows.at(-1) : undefined
    return { entries, next: last ? toTimelineEnd({ at: last.at.toISOString(), kind: last.kind, key: last.key }) : null }
  }

  async function checkCustomer(id: string): Promise<void> {
    const { rowCount } = await pool.query({ text: 'select 1 from customer where id = $1', values: [id] })
    if (rowCount === 0) throw domainError('NOT_FOUND', { kind: 'customer', id })
  }
}

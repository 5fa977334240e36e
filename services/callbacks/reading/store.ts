import type { z } from 'zod'
import { Prisma, type Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { CallbackDetail, callbackFilter, CallbackView } from '../../schemas/callbacks.ts'
import { LIVE_STATES, OPEN_STATES } from '../states.ts'
import { attemptView, callbackView, eventView, VIEWED, type Ref } from '../views.ts'

type Reader = Pick<Transaction, '$queryRaw' | 'callback' | 'customer' | 'person'>
type Filter = z.infer<typeof callbackFilter>

/**
 * Who is called now, then those who wait in the order of their places, then those who wait for a time (an end of a rest or of a snooze, their window, a
 * code), then those that are over, the latest first. Of those who wait, `position` counts all, whatever the filter leaves out.
 */
export async function listCallbacks(tx: Reader, filter: Filter): Promise<CallbackView[]> {
  const rows = await tx.$queryRaw<Placed[]>`
    select b.id, p.position::int as position from callback b left join (${PLACES}) p on p.id = b.id
    where ${conditions(filter)}
    order by case when b.state = any(${[...LIVE_STATES]}::text[]) then 0 when b.state = 'waiting' then 1 when b.ended_at is null then 2 else 3 end,
      p.position, b.ended_at desc, case when b.state = 'scheduled' then b.window_from else b.next_at end, b.place_at, b.id
    limit ${filter.limit} offset ${filter.offset}`
  return viewsOf(tx, rows)
}

type Placed = { id: string; position: number | null }

const PLACES = Prisma.sql`select id, row_number() over (order by place_at, id) as position from callback where state = 'waiting'`

function conditions({ state, source, skill, personId }: Filter): Prisma.Sql {
  const states = state === 'open' ? OPEN_STATES : [state]
  return Prisma.join(
    [
      Prisma.sql`true`,
      ...(state === undefined ? [] : [Prisma.sql`b.state = any(${states}::text[])`]),
      // By the partial index of what is open: those that are over are many.
      ...(state === 'open' ? [Prisma.sql`b.ended_at is null`] : []),
      ...(source === undefined ? [] : [Prisma.sql`b.source = ${source}`]),
      ...(skill === undefined ? [] : [Prisma.sql`b.skill = ${skill}`]),
      ...(personId === undefined ? [] : [isOf(personId)]),
    ],
    ' and ',
  )
}

/** He alone calls, he is rung or talks, or he owns its case. */
const isOf = (personId: string) => Prisma.sql`(b.person_id = ${personId}::uuid
  or exists (select from callback_attempt a where a.callback_id = b.id and a.person_id = ${personId}::uuid and a.ended_at is null)
  or exists (select from custody u where u.case_id = b.case_id and u.person_id = ${personId}::uuid and u.to_at is null))`

async function viewsOf(tx: Reader, placed: readonly Placed[]): Promise<CallbackView[]> {
  const rows = await tx.callback.findMany({ where: { id: { in: placed.map(({ id }) => id) } }, include: VIEWED })
  const byId = new Map(rows.map((row) => [row.id, row]))
  // Of one that has no case yet.
  const wanted = rows.flatMap(({ case: its, customerId }) => (its === null && customerId !== null ? [customerId] : []))
  const customers = new Map<string, Ref>((await tx.customer.findMany({ where: { id: { in: wanted } }, select: ref })).map((one) => [one.id, one]))
  return placed.flatMap(({ id, position }) => {
    const row = byId.get(id)
    return row ? [callbackView(row, { position, customer: customers.get(row.customerId ?? '') ?? null })] : []
  })
}

const ref = { id: true, name: true } as const

export async function getCallback(tx: Reader, id: string): Promise<CallbackView> {
  const [place] = await tx.$queryRaw<[{ position: number | null }?]>`
    select (select count(*)::int from callback o where o.state = 'waiting' and b.state = 'waiting' and (o.place_at, o.id) <= (b.place_at, b.id)) as position
    from callback b where b.id = ${id}::uuid`
  if (!place) throw domainError('NOT_FOUND', { kind: 'callback', id })
  const [view] = await viewsOf(tx, [{ id, position: place.position || null }])
  if (!view) throw domainError('NOT_FOUND', { kind: 'callback', id })
  return view
}

/** With each try and all that happened, oldest first: why was he called at 03:12. */
export async function getDetail(tx: Reader, id: string): Promise<CallbackDetail> {
  const view = await getCallback(tx, id)
  const { attempts, events } = await tx.callback.findUniqueOrThrow({
    where: { id },
    select: { attempts: { orderBy: { n: 'asc' }, include: { person: { select: ref } } }, events: { orderBy: { id: 'asc' } } },
  })
  const ids = events.flatMap(({ personId }) => personId ?? [])
  const people = new Map<string, Ref>((await tx.person.findMany({ where: { id: { in: ids } }, select: ref })).map((one) => [one.id, one]))
  return { ...view, attempts: attempts.map(attemptView), events: events.map((event) => eventView(event, people.get(event.personId ?? '') ?? null)) }
}

import { audit } from '../../audit/store.ts'
import type { Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import { tell } from '../../notifications/store.ts'
import { PLANNERS } from '../planners.ts'
import type { Period } from '../store.ts'

/** `people`: whose it is; `what` and `id`: what is decided; `reason`: what he says about it. */
type Decided = { byId: string; people: ReadonlyArray<string | null>; what: 'leave' | 'offer'; id: string; reason: string; at: Date }

/** Nobody decides about what is his own while there is another who plans. Who is alone does, and says why: that is written down. */
export async function checkFourEyes(tx: Transaction, { byId, people, what, id, reason, at }: Decided): Promise<void> {
  if (!people.includes(byId)) return
  const others = await tx.person.findMany({
    where: { isActive: true, role: { in: [...PLANNERS] }, id: { not: byId } },
    select: { name: true },
    orderBy: { name: 'asc' },
  })
  if (others.length > 0) throw domainError('OWN_REQUEST', { names: others.map(({ name }) => name).join(', ') })
  if (reason === '') throw domainError('ALONE_SAY_WHY')
  await audit(tx, { at, actor: byId, kind: 'request.decidedAlone', subject: id, body: { what, reason } })
}

/** `span`: dates, or instants; `subject`: what came of it. */
type Own = {
  by: { id: string; name: string }
  people: ReadonlyArray<string | null>
  what: 'publication' | 'override' | 'swap' | 'repair'
  subject: string
  span: Period
  at: Date
}

/** To plan is one person's work, his own shifts too: that is not forbidden, but marked, and whoever stands above him hears of it. */
export async function markOwn(tx: Transaction, { by, people, what, subject, span: { from, to }, at }: Own): Promise<void> {
  if (!people.includes(by.id)) return
  await audit(tx, { at, actor: by.id, kind: 'roster.ownShifts', subject, body: { what, from, to } })
  const above = await tx.person.findMany({
    where: { isActive: true, role: { in: ['manager', 'admin'] }, id: { not: by.id } },
    select: { id: true, role: true },
  })
  const managers = above.filter(({ role }) => role === 'manager')
  const told = (managers.length > 0 ? managers : above).map(({ id }) => id)
  await tell(tx, told, { kind: 'ownShifts', key: `ownShifts:${what}:${subject}:${at.getTime()}`, body: { name: by.name, what, from, to } }, at)
}

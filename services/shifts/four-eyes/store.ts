import { audit } from '../../audit/store.ts'
import type { Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import { PLANNERS } from '../planners.ts'

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

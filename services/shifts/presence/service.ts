import type { Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { Principal } from '../../http/access.ts'
import type { PresenceView } from '../../schemas/rosters.ts'
import { listPresences } from '../store.ts'
import { changePresence } from './store.ts'
import { presenceView } from './views.ts'

/** What people can say themselves; calls say the rest. */
type Said = 'ready' | 'break' | 'away'

export type PresenceService = ReturnType<typeof presenceService>

/** Who is ready, on a call, in wrap-up, on a break, away. */
export function presenceService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  const change = (personId: string, state: Said, via: 'page' | 'api'): Promise<PresenceView> =>
    prisma.$transaction(async (tx) => {
      const at = clock.now().toJSDate()
      await changePresence(tx, personId, state, via, at)
      const row = await tx.presence.findFirstOrThrow({ where: { personId, toAt: null }, orderBy: { fromAt: 'desc' } })
      const presence = { personId, state: row.state as PresenceView['state'], from: row.fromAt.getTime(), until: row.until?.getTime() ?? null, via: row.via }
      return presenceView(presence, at.getTime())
    })

  return {
    /** Of everybody who has ever said something, as far as it holds now. */
    list: async (): Promise<PresenceView[]> => {
      const at = clock.now().toJSDate()
      return (await listPresences(prisma, at)).map((presence) => presenceView(presence, at.getTime()))
    },
    changeOwn: (personId: string, state: Said) => change(personId, state, 'page'),
    /** For somebody else. */
    changeOf: async (by: Principal, personId: string, state: Said): Promise<PresenceView> => {
      const person = await prisma.person.findUnique({ where: { id: personId } })
      if (!person) throw domainError('NOT_FOUND', { kind: 'person', id: personId })
      if (!person.isActive) throw domainError('PERSON_INACTIVE', { name: person.name })
      return change(personId, state, by.kind === 'apiKey' ? 'api' : 'page')
    },
  }
}

import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { openCase, type Owner } from '../cases/store.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db.ts'
import { domainError } from '../errors.ts'
import { promisedAt } from '../escalation/promise.ts'
import { makePromise } from '../escalation/promises/store.ts'
import type { incidentFilter, IncidentView, newIncident } from '../schemas/incidents.ts'
import { checkSite } from '../shifts/settings/store.ts'
import { getRosterSettings } from '../shifts/store.ts'

const MOST = 200

const withAll = {
  site: { select: { id: true, name: true } },
  openedBy: { select: { id: true, name: true } },
  case: { select: { number: true, title: true, promises: { where: { keptAt: null }, orderBy: { dueAt: 'asc' }, take: 1 } } },
  _count: { select: { calls: true } },
} as const

export type IncidentService = ReturnType<typeof incidentService>

/** Disturbances that touch many customers: one case, one owner, one clock, and a word to all who call. */
export function incidentService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  const getIncident = async (tx: Transaction, id: string): Promise<IncidentView> => {
    const row = await tx.incident.findUnique({ where: { id }, include: withAll })
    if (!row) throw domainError('NOT_FOUND', { kind: 'incident', id })
    return incidentView(row)
  }
  return {
    listIncidents: async ({ isOpen }: z.infer<typeof incidentFilter>): Promise<IncidentView[]> => {
      const where = isOpen === undefined ? {} : { endedAt: isOpen ? null : { not: null } }
      const rows = await prisma.incident.findMany({ where, include: withAll, orderBy: [{ openedAt: 'desc' }, { id: 'asc' }], take: MOST })
      return rows.map(incidentView)
    },
    openIncident: (personId: string, { title, text, siteId }: z.infer<typeof newIncident>): Promise<IncidentView> =>
      prisma.$transaction(async (tx) => {
        const openedAt = clock.now().toJSDate()
        if (siteId) await checkSite(tx, siteId)
        const site = siteId ? await tx.site.findUnique({ where: { id: siteId } }) : null
        const owner = await ownerOf(tx, personId)
        const opened = await openCase(tx, {
          ...{
            customerId: null,
            callSid: null,
            title,
            reason: 'incident',
            severity: 'urgent',
            facts: {},
            openedAt,
            channel: 'incident',
            takenDownById: personId,
          },
          ...(owner && { owner }),
        })
        const zone = site?.zone ?? (await getRosterSettings(tx)).zone
        const dueAt = new Date(promisedAt(openedAt.getTime(), zone, opened.dueTopAt.getTime()))
        await makePromise(tx, { caseId: opened.id, callSid: null, kind: 'answer', madeAt: openedAt, dueAt })
        const { id } = await tx.incident.create({
          data: { id: randomUUID(), caseId: opened.id, text, siteId: siteId ?? null, openedAt, openedById: personId },
        })
        return getIncident(tx, id)
      }),
    /** Callers hear it no longer; its case stays until it is solved. Ended twice, the first time counts. */
    endIncident: (id: string): Promise<IncidentView> =>
      prisma.$transaction(async (tx) => {
        await tx.incident.updateMany({ where: { id, endedAt: null }, data: { endedAt: clock.now().toJSDate() } })
        return getIncident(tx, id)
      }),
  }
}

/** Who says that something is broken owns it, if he is of a level that owns cases; else who keeps the first level. */
async function ownerOf(tx: Transaction, personId: string): Promise<Owner | undefined> {
  const { name, levelId } = await tx.person.findUniqueOrThrow({ where: { id: personId } })
  return levelId === null ? undefined : { personId, name, levelId }
}

type Row = {
  id: string
  text: unknown
  openedAt: Date
  endedAt: Date | null
  site: { id: string; name: string } | null
  openedBy: { id: string; name: string }
  case: { number: string; title: string; promises: ReadonlyArray<{ dueAt: Date }> }
  _count: { calls: number }
}

function incidentView({ id, text, openedAt, endedAt, site, openedBy, case: { number, title, promises }, _count }: Row): IncidentView {
  return {
    id,
    title,
    caseNumber: number,
    text: text as IncidentView['text'],
    site,
    openedAt: openedAt.toISOString(),
    openedBy,
    endedAt: endedAt?.toISOString() ?? null,
    promisedAt: promises[0]?.dueAt.toISOString() ?? null,
    calls: _count.calls,
  }
}

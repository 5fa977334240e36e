import type { z } from 'zod'
import type { PhoneNumber, Site } from '../../prisma/generated/client.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db.ts'
import { domainError } from '../errors.ts'
import type { newPhoneNumber, phoneNumber, phoneNumberChange, site } from '../schemas/numbers.ts'
import { toE164 } from './e164.ts'

type NumberView = z.infer<typeof phoneNumber>
type SiteView = z.infer<typeof site>
type FlowName = { flow: string }

export type NumbersOptions = {
  database: Pick<Database, 'prisma'>
  clock: Clock
  /** The flows that can run now. */
  listFlows: () => readonly FlowName[] | Promise<readonly FlowName[]>
  /** Called after a number of ours came or went: the provider must send its calls to us, or no longer. What it throws reaches the caller; the row stays. */
  pointNumber: (number: string) => Promise<void>
}

export type NumbersService = {
  listNumbers: () => Promise<NumberView[]>
  createNumber: (given: z.infer<typeof newPhoneNumber>) => Promise<NumberView>
  changeNumber: (number: string, change: z.infer<typeof phoneNumberChange>) => Promise<NumberView>
  deleteNumber: (number: string) => Promise<void>
  listSites: () => Promise<SiteView[]>
}

/** Numbers of ours: where callers dial, which flow answers, and which site they count to. */
export function numbersService({ database: { prisma }, clock, listFlows, pointNumber }: NumbersOptions): NumbersService {
  const checkFlow = async (flow: string) => {
    const flows = await listFlows()
    if (flows.some((known) => known.flow === flow)) return
    throw domainError('FLOW_UNKNOWN', { flow, allowed: flows.map((known) => known.flow).join(', ') || 'none, no flow is loaded' })
  }
  return {
    listNumbers: async () => (await prisma.phoneNumber.findMany({ include: { site: true }, orderBy: { number: 'asc' } })).map(numberView),
    createNumber: async ({ label, flow, siteId, ...given }) => {
      const number = toE164(given.number)
      await checkFlow(flow)
      await checkSite(prisma, siteId)
      if (await prisma.phoneNumber.findUnique({ where: { number } })) throw domainError('ALREADY_EXISTS', { kind: 'Number', value: number })
      const row = await prisma.phoneNumber.create({ data: { number, label, flow, siteId, createdAt: clock.now().toJSDate() }, include: { site: true } })
      await pointNumber(number)
      return numberView(row)
    },
    changeNumber: async (given, { label, flow, siteId }) => {
      const number = await getNumber(prisma, given)
      if (flow !== undefined) await checkFlow(flow)
      if (siteId !== undefined) await checkSite(prisma, siteId)
      const data = { ...(label !== undefined && { label }), ...(flow !== undefined && { flow }), ...(siteId !== undefined && { siteId }) }
      return numberView(await prisma.phoneNumber.update({ where: { number }, data, include: { site: true } }))
    },
    deleteNumber: async (given) => {
      const number = await getNumber(prisma, given)
      await prisma.phoneNumber.delete({ where: { number } })
      await pointNumber(number)
    },
    listSites: async () => (await prisma.site.findMany({ orderBy: { name: 'asc' } })).map(siteView),
  }
}

async function getNumber(db: Pick<Transaction, 'phoneNumber'>, given: string): Promise<string> {
  const number = toE164(given)
  if (!(await db.phoneNumber.findUnique({ where: { number } }))) throw domainError('NOT_FOUND', { kind: 'number of ours', id: number })
  return number
}

async function checkSite(db: Pick<Transaction, 'site'>, id: string): Promise<void> {
  const sites = await db.site.findMany({ orderBy: { name: 'asc' } })
  if (sites.some((known) => known.id === id)) return
  throw domainError('SITE_UNKNOWN', { site: id, allowed: sites.map((known) => `${known.id} (${known.name})`).join(', ') || 'none, there are no sites yet' })
}

function siteView({ id, name, zone }: Site): SiteView {
  return { id, name, zone }
}

function numberView(row: PhoneNumber & { site: Site }): NumberView {
  return { number: row.number, label: row.label, flow: row.flow, site: siteView(row.site), createdAt: row.createdAt.toISOString() }
}

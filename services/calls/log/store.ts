import type { Clock } from '../../clock.ts'
import type { z } from 'zod'
import { listCandidates } from '../../customers/candidates/store.ts'
import { confirmCustomer, detachCustomer } from '../../customers/store.ts'
import type { Database } from '../../db.ts'
import { domainError } from '../../errors.ts'
import { toPageEnd, type CallDetail, type CallRow, type callFilter, type PageEnd } from '../../schemas/calls.ts'
import { searchedDigits } from '../../search.ts'
import { inOrder, laterSteps } from './later-steps.ts'
import { callRowView, caseRefView, stepsView } from './views.ts'

export type CallLog = ReturnType<typeof callLog>
type Filter = z.infer<typeof callFilter>

export const withCustomer = { customer: { select: { id: true, name: true } } } as const
export const openCustody = { custodies: { where: { toAt: null }, include: { person: { select: { id: true, name: true } } } } } as const

/** Of a word that more than so many have any are taken: it is no way of finding one call. */
const MOST_CUSTOMERS = 200
const MOST_ANSWERS = 1_000

/** The call log as people read it. */
export function callLog({ database: { prisma }, clock, announce }: { database: Pick<Database, 'prisma'>; clock: Clock; announce: (callSid: string) => void }) {
  async function listCalls({ limit, before, ...filter }: Filter): Promise<{ calls: CallRow[]; next: string | null }> {
    const rows = await prisma.call.findMany({
      where: { AND: [conditions(filter), filter.search ? { OR: await matches(prisma, filter.search) } : {}, before ? earlierThan(before) : {}] },
      include: withCustomer,
      orderBy: [{ startedAt: 'desc' }, { sid: 'desc' }],
      take: limit,
    })
    const last = rows.length === limit ? rows.at(-1) : undefined
    return { calls: rows.map(callRowView), next: last ? toPageEnd({ startedAt: last.startedAt.toISOString(), sid: last.sid }) : null }
  }

  async function getCall(sid: string): Promise<CallDetail> {
    const call = await prisma.call.findUnique({
      where: { sid },
      include: {
        ...withCustomer,
        captured: { orderBy: { at: 'asc' } },
        legs: { orderBy: { startedAt: 'asc' } },
        recordings: { where: { deletedAt: null }, orderBy: { receivedAt: 'asc' } },
        cases: { include: openCustody, orderBy: { openedAt: 'asc' } },
      },
    })
    if (!call) throw domainError('NOT_FOUND', { kind: 'call', id: sid })
    const [turns, wakes, texts] = await Promise.all([
      prisma.callEvent.findMany({ where: { callSid: sid, turn: { not: null } }, orderBy: { turn: 'asc' } }),
      prisma.wake.findMany({ where: { callSid: sid }, include: { attempts: { include: { person: true }, orderBy: { n: 'asc' } } } }),
      prisma.textMessage.findMany({ where: { callSid: sid }, orderBy: { createdAt: 'asc' } }),
    ])
    return {
      ...callRowView(call),
      flow: call.flow,
      flowVersion: call.flowVersion,
      steps: inOrder([...stepsView(turns), ...laterSteps(wakes, texts)]),
      captured: call.captured.map(({ name, value, by, isConfirmed, at }) => ({ name, value, by, isConfirmed, at: at.toISOString() })),
      cases: call.cases.map(caseRefView),
      recordings: call.recordings.map(({ sid: id, seconds, receivedAt }) => ({ sid: id, seconds, receivedAt: receivedAt.toISOString() })),
      legs: call.legs.map((leg) => ({ sid: leg.sid, number: leg.number, status: leg.status, acceptedAt: leg.acceptedAt?.toISOString() ?? null })),
      candidates: call.customerId === null ? await listCandidates(prisma, call.fromNumber, call.startedAt) : [],
    }
  }

  /** An agent says whose call it is (null: not this person). */
  async function attachCall(sid: string, customerId: string | null): Promise<CallDetail> {
    await prisma.$transaction(async (tx) => {
      if ((await tx.call.count({ where: { sid } })) === 0) throw domainError('NOT_FOUND', { kind: 'call', id: sid })
      if (customerId === null) {
        // What was keyed before the agent spoke counts no more: the end of the call would put it back on the record.
        await tx.effect.updateMany({ where: { callSid: sid, kind: 'identify' }, data: { result: { refused: { by: 'agent' } } } })
        return detachCustomer(tx, sid)
      }
      if (!(await tx.customer.findUnique({ where: { id: customerId } }))) throw domainError('NOT_FOUND', { kind: 'customer', id: customerId })
      return confirmCustomer(tx, sid, customerId, clock.now().toJSDate())
    })
    announce(sid)
    return getCall(sid)
  }

  return { listCalls, getCall, attachCall }
}

function earlierThan({ startedAt, sid }: PageEnd) {
  const at = new Date(startedAt)
  return { OR: [{ startedAt: { lt: at } }, ...(sid === undefined ? [] : [{ startedAt: at, sid: { lt: sid } }])] }
}

function conditions({ customerId, outcome, site, label, isOpen }: Omit<Filter, 'limit' | 'before'>) {
  return {
    ...(customerId && { customerId }),
    ...(outcome && { outcome }),
    ...(site && { siteName: site }),
    ...(label && { numberLabel: label }),
    ...(isOpen !== undefined && { endedAt: isOpen ? null : { not: null } }),
  }
}

/** Whom and what the words name is looked up first, each by its own index: beside an `or` the database would read every call. */
async function matches(prisma: Pick<Database['prisma'], '$queryRaw' | 'case'>, search: string) {
  const digits = searchedDigits(search)
  const words = search.replaceAll('\0', ' ')
  const [customers, answers, cases] = await Promise.all([
    prisma.$queryRaw<{ id: string }[]>`select id from customer where search_words(name || ' ' || note) @@ search_query(${words}) limit ${MOST_CUSTOMERS}`,
    prisma.$queryRaw<{ sid: string }[]>`select call_sid as sid from captured where search_words(value) @@ search_query(${words}) limit ${MOST_ANSWERS}`,
    prisma.case.findMany({ where: { number: words.replace(/[\s-]/g, ''), callSid: { not: null } }, select: { callSid: true } }),
  ])
  const sids = [...answers.map(({ sid }) => sid), ...cases.flatMap(({ callSid }) => callSid ?? [])]
  return [
    ...(digits === undefined ? [] : [{ fromNumber: { contains: digits } }]),
    ...(customers.length === 0 ? [] : [{ customerId: { in: customers.map(({ id }) => id) } }]),
    { sid: { in: sids } }, // with an empty list too: it holds for nothing, an empty OR for everything
  ]
}

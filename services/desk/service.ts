import type { Clock } from '../clock.ts'
import type { Database } from '../db.ts'
import type { CaseRow } from '../schemas/cases.ts'
import type { DeskCall, DeskPop, DeskView, callUnderWay } from '../schemas/desk.ts'
import type { z } from 'zod'
import { domainError } from '../errors.ts'
import type { Principal } from '../http/access.ts'
import { countWaiting, findOwnLeg, listOwnLegs, listUnderWay, type OwnLeg } from './calls/store.ts'
import type { FormService } from './forms/service.ts'
import type { OpenCases, PopReader } from './pop/service.ts'

type Options = {
  database: Pick<Database, 'pool' | 'prisma'>
  clock: Clock
  readPop: PopReader
  forms: FormService
  openCases: OpenCases
  /** The simulator carries the calls, so phones are in the page. */
  isPhoneInPage: boolean
}

export type DeskService = ReturnType<typeof deskService>

/** What an agent sees while it rings, while he talks, and while he writes down what was said. */
export function deskService({ database, clock, readPop, forms, openCases, isPhoneInPage }: Options) {
  async function readDesk(personId: string): Promise<DeskView> {
    const legs = await listOwnLegs(database.pool, { personId, now: clock.now().toJSDate() })
    const [newest] = legs
    const hasForm = newest !== undefined && newest.state !== 'ringing' && !newest.isHelping
    const [calls, pop, form, cases, waiting] = await Promise.all([
      callViews(legs),
      newest ? readPop(newest.callSid) : null,
      hasForm ? forms.readForm(newest.callSid, personId) : null,
      openCases({ ownerId: personId }) as Promise<CaseRow[]>,
      countWaiting(database.pool, personId),
    ])
    return { calls, pop, form, cases, waiting }
  }

  async function callViews(legs: readonly OwnLeg[]): Promise<DeskCall[]> {
    const rooms = await database.prisma.callRoom.findMany({
      where: { callSid: { in: legs.map(({ callSid }) => callSid) }, endedAt: null },
      include: { members: { orderBy: { calledAt: 'asc' } } },
    })
    const people = await database.prisma.person.findMany({
      where: { id: { in: rooms.flatMap(({ members }) => members.flatMap(({ personId }) => personId ?? [])) } },
      select: { id: true, name: true },
    })
    const names = new Map(people.map((person) => [person.id, person]))
    return legs.map(({ callSid, legSid, state, since, isHelpAsked }) => {
      const members = rooms.find((room) => room.callSid === callSid)?.members ?? []
      const own = members.find((member) => member.legSid === legSid)
      return {
        callSid,
        legSid,
        state,
        since: since.toISOString(),
        isMuted: own?.isMuted ?? false,
        isHeld: members.some(({ role, isHeld, leftAt }) => role === 'caller' && isHeld && leftAt === null),
        isHelpAsked,
        isPhoneInPage,
        members: members.map(({ id, role, personId, number, mode, isMuted, isHeld, joinedAt, leftAt }) => ({
          id,
          role: role as DeskCall['members'][number]['role'],
          person: personId === null ? null : (names.get(personId) ?? null),
          number,
          mode: mode as DeskCall['members'][number]['mode'],
          isMuted,
          isHeld,
          state: leftAt ? 'left' : joinedAt ? 'in' : 'calling',
        })),
      }
    })
  }

  async function listCallsUnderWay(): Promise<Array<z.infer<typeof callUnderWay>>> {
    return (await listUnderWay(database.pool)).map((one) => ({ ...one, since: one.since.toISOString() }))
  }

  /** An agent sees what rings at him or was talked on by him; who supervises sees any. */
  async function readCall(callSid: string, reader: Principal): Promise<DeskPop> {
    if (reader.role === 'agent' && !(await findOwnLeg(database.pool, callSid, reader.id))) throw domainError('NOT_ON_THIS_CALL')
    return readPop(callSid)
  }

  return { readDesk, readCall, listCallsUnderWay }
}

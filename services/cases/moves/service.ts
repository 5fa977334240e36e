import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { CaseMove } from '../../schemas/cases.ts'
import { holdCase, type HeldCase } from '../custody/store.ts'
import { hasRoom, refusalOf } from '../moves.ts'
import { getCaseId } from '../reading/store.ts'
import { idsByScore, untakenOfLevel } from '../rows/store.ts'
import { closeCase, holdWithOther, type Close } from './ends/store.ts'
import { askFacts, passUp, reopen, solve, take, takeOver, type Moving } from './acts/store.ts'
import { movedCase, mover } from './store.ts'

/** What a customer may be told of: in the transaction of the move itself, so that none is forgotten. */
export type Moved = { caseId: string; kind: 'taken' | 'climbed' | 'solved' | 'late' | 'promise'; at: Date }
export type OnMoved = (tx: Transaction, moved: Moved) => Promise<unknown>
/** In the transaction in which something may have come to the top: whoever tells the executive does it there, so that nothing is forgotten. */
export type OnTop = (tx: Transaction, caseId: string, at: Date) => Promise<unknown>

/** A case is over: what still waits for it ends in the same transaction. `joinedToId`: the case that it is the same as. */
export type CaseEnd = { caseId: string; how: 'solved' | 'closed' | 'joined'; joinedToId?: string; at: Date; personId: string }
/** Callbacks of cases: who ends a case holds them before it, as everybody does. */
export type Waiting = { hold: (tx: Transaction, caseId: string) => Promise<void>; end: (tx: Transaction, end: CaseEnd) => Promise<void> }
const NOBODY_WAITS: Waiting = { hold: async () => undefined, end: async () => undefined }

export type MoveService = ReturnType<typeof moveService>

/** What people do with cases; nothing else moves them. Each move is one transaction, in which the case is held: of two at once the second sees the first. */
export function moveService({
  database: { prisma },
  clock,
  onMoved = async () => undefined,
  onTop = async () => undefined,
  waiting = NOBODY_WAITS,
}: {
  database: Pick<Database, 'prisma'>
  clock: Clock
  onMoved?: OnMoved
  onTop?: OnTop
  waiting?: Waiting
}) {
  /** In a transaction that somebody else has begun: the desk's form, a text that reopens a case. */
  async function moveIn(tx: Transaction, caseId: string, personId: string, given: CaseMove): Promise<void> {
    const at = clock.now().toJSDate()
    const other = given.move === 'close' && given.joinTo !== undefined ? await getCaseId(tx, given.joinTo) : undefined
    if (given.move === 'solve' || given.move === 'close') await waiting.hold(tx, caseId)
    const held = other === undefined ? await holdCase(tx, caseId) : await holdWithOther(tx, caseId, other)
    if (!held) throw domainError('NOT_FOUND', { kind: 'case', id: caseId })
    // His other moves wait: two at once must not go over his limit.
    if (given.move === 'take') await holdPerson(tx, personId)
    const moved = await movedCase(tx, held, at)
    const who = await mover(tx, personId, held.levelId, at)
    const refusal = refusalOf(given.move, moved, who)
    if (refusal) throw refusal
    await act(tx, { held, moved, mover: who, at }, given)
  }

  async function act(tx: Transaction, moving: Moving, given: CaseMove): Promise<void> {
    const { held, at } = moving
    switch (given.move) {
      case 'take':
        await take(tx, moving)
        return void (await onMoved(tx, { caseId: held.id, kind: 'taken', at }))
      case 'solve':
        await solve(tx, moving, given)
        await waiting.end(tx, { caseId: held.id, how: 'solved', at, personId: moving.mover.id })
        return void (await onMoved(tx, { caseId: held.id, kind: 'solved', at }))
      case 'passUp':
        await passUp(tx, moving, given.reason)
        return void (await onMoved(tx, { caseId: held.id, kind: 'climbed', at }))
      case 'takeOver':
        return takeOver(tx, moving, given.reason)
      case 'askFacts':
        return askFacts(tx, moving, given.missing)
      case 'close':
        return closed(tx, moving, given)
      case 'reopen':
        // Whoever brings back his own case knows of it.
        return void ((await reopen(tx, moving, given.reason)) !== moving.mover.id && (await onTop(tx, held.id, at)))
    }
  }

  async function closed(tx: Transaction, moving: Moving, given: Close): Promise<void> {
    const { held, mover: by, at } = moving
    const joinedToId = await closeCase(tx, moving, given)
    await waiting.end(tx, {
      caseId: held.id,
      how: joinedToId === undefined ? 'closed' : 'joined',
      ...(joinedToId !== undefined && { joinedToId }),
      at,
      personId: by.id,
    })
  }

  return {
    moveIn,
    move: (number: string, personId: string, given: CaseMove): Promise<void> =>
      prisma.$transaction(async (tx) => moveIn(tx, await getCaseId(tx, number), personId, given)),
    /** Takes the case of his level that nobody has taken and that should be served first. Those whom others are taking just now are left to them. */
    takeNext: (personId: string): Promise<string> =>
      prisma.$transaction(async (tx) => {
        await holdPerson(tx, personId)
        const at = clock.now().toJSDate()
        const { levelId } = await tx.person.findUniqueOrThrow({ where: { id: personId } })
        if (levelId === null) throw domainError('NOTHING_TO_TAKE')
        const refusal = hasRoom(await mover(tx, personId, levelId, at))
        if (refusal) throw refusal
        const ids = await idsByScore(tx, untakenOfLevel(levelId), at)
        for (let held = await holdFirst(tx, ids); held; held = await holdFirst(tx, ids)) {
          // Taken or passed up since we looked: the next one is tried.
          if (held.custody?.isKeeper && held.levelId === levelId) {
            await moveIn(tx, held.id, personId, { move: 'take' })
            return held.number
          }
          ids.splice(ids.indexOf(held.id), 1)
        }
        throw domainError('NOTHING_TO_TAKE')
      }),
  }
}

async function holdPerson(tx: Transaction, id: string): Promise<void> {
  await tx.$executeRaw`select 1 from person where id = ${id}::uuid for no key update`
}

/** The first of these that nobody else is moving. */
async function holdFirst(tx: Transaction, ids: readonly string[]): Promise<HeldCase | undefined> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    select id from "case" where id = any(${[...ids]}::uuid[]) and status = 'open' order by array_position(${[...ids]}::uuid[], id) limit 1 for no key update skip locked`
  return row && holdCase(tx, row.id)
}

import type { Clock } from '../../clock.ts'
import { announceDesks, saveAcceptance, saveEvent, saveLegReport } from '../../calls/reports/store.ts'
import { isTerminal, mergeStatus } from '../../calls/status.ts'
import type { Database, Transaction } from '../../db.ts'
import type { RoomUrls } from '../../telephony/carrier.ts'
import type { CallerReply, CallerRequest, RoomEvent, RoomLegReport, RoomReply, RoomRequest, Rooms, TelephonyProvider } from '../../telephony/provider.ts'
import {
  addMember,
  agentOf,
  callerOf,
  closeRoom,
  findMemberRoom,
  findRoom,
  holdRoom,
  isThere,
  listOpenRooms,
  roomName,
  talkers,
  talkSince,
  type Member,
  type Room,
} from './store.ts'
import { roomWords } from './words.ts'

export type RoomLine = Pick<TelephonyProvider, 'redirectLeg' | 'endLeg' | 'updateMember' | 'placeCall'>
export type RoomOptions = {
  database: Database
  clock: Clock
  provider: () => Promise<RoomLine>
  urls: RoomUrls
  announce: (callSid: string) => void
  log: { warn: (details: object, text: string) => void }
}

/** The caller's line waits so long for the leg of the agent, which comes at the same time, before it says a word. */
const MEET_MILLISECONDS = 350
const POLL_MILLISECONDS = 25
/** So long after the line was asked an agent's leg is in the room, or it never will be. */
const ENTER_SECONDS = 15
/** A caller whom everybody has left is not left alone for longer. */
const ALONE_SECONDS = 8
const RING_SECONDS = 45
/** When it is tried to hold a caller who comes in, each after a pause. */
const HOLD_TRIES = [100, 200, 400, 800, 1_600]

export type RoomService = ReturnType<typeof roomService>

/** Calls that are held, handed over or helped: their legs meet in a room. What the line says comes again, late, or in any order. */
export function roomService({ database, clock, provider, urls, announce, log }: RoomOptions) {
  const { prisma, linePool } = database

  /** Changes the room while it is held; its pages hear of it. Undefined: there is no open room. */
  async function inRoom<T>(callSid: string, work: (tx: Transaction, room: Room) => Promise<T>): Promise<T | undefined> {
    const done = await prisma.$transaction(async (tx) => {
      const room = await holdRoom(tx, callSid)
      return room && work(tx, room)
    })
    await changed(callSid)
    return done
  }

  async function changed(callSid: string): Promise<void> {
    await announceDesks(database.pool, callSid)
    announce(callSid)
  }

  async function receiveCaller({ callSid, turn, isBack, isLast, at }: CallerRequest): Promise<CallerReply | undefined> {
    if (isBack) return goOn(callSid, new Date(at))
    const until = Date.now() + MEET_MILLISECONDS
    for (;;) {
      const room = await findRoom(prisma, callSid)
      if (!room || room.endedAt !== null) return undefined
      const agent = agentOf(room)
      if (!agent && talkers(room).length === 0) return goOn(callSid, new Date(at))
      const caller = callerOf(room)
      if (talkers(room).length > 0 && caller) {
        await prisma.callRoom.update({ where: { callSid }, data: { turn } })
        if (caller.isHeld) void holdWhenIn(callSid)
        return { kind: 'enters', ...entryOf(room, caller), language: room.call.language }
      }
      if (Date.now() >= until) break
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS))
    }
    return isLast ? goOn(callSid, new Date(at)) : { kind: 'waits' }
  }

  /** For the caller the room is over, whoever is left in it. */
  async function goOn(callSid: string, at: Date): Promise<CallerReply> {
    await inRoom(callSid, (tx) => closeRoom(tx, callSid, at))
    void settle(callSid)
    const since = await talkSince(prisma, callSid)
    return { kind: 'goesOn', talkSeconds: since === undefined ? 0 : Math.max(0, Math.round((at.getTime() - since.getTime()) / 1_000)) }
  }

  async function answer({ raw, memberId, legSid, step, key }: RoomRequest): Promise<RoomReply> {
    const callSid = await findMemberRoom(prisma, memberId)
    const at = new Date(raw.receivedAt)
    const reply =
      callSid === undefined
        ? undefined
        : await inRoom(callSid, async (tx, room): Promise<RoomReply | undefined> => {
            const member = room.members.find(({ id }) => id === memberId)
            if (!member || !isThere(room, member)) return undefined
            const person = member.personId === null ? null : await tx.person.findUnique({ where: { id: member.personId } })
            const words = roomWords(person?.language)
            await tx.roomMember.update({ where: { id: memberId }, data: { legSid } })
            if (step === 'pickedUp') return { kind: 'asks', text: await invitation(tx, room, member, words), language: words.language }
            if (step === 'asked' && key !== '1') {
              await tx.roomMember.update({ where: { id: memberId }, data: { leftAt: at } })
              return { kind: 'ends', text: words.refused, language: words.language }
            }
            await tx.roomMember.update({ where: { id: memberId }, data: { joinedAt: member.joinedAt ?? at } })
            if (member.role === 'supervisor') await tx.callLeg.updateMany({ where: { callSid }, data: { helpAskedAt: null } })
            return { kind: 'enters', ...entryOf(room, { ...member, legSid }), language: words.language }
          })
    if (callSid !== undefined && step === 'asked' && reply?.kind === 'enters')
      await saveAcceptance(linePool, raw, { callSid, number: await numberOf(memberId) })
    else await saveEvent(linePool, raw)
    return reply ?? { kind: 'ends', text: roomWords(undefined).over, language: 'en' }
  }

  const numberOf = async (memberId: string): Promise<string | null> => (await prisma.roomMember.findUnique({ where: { id: memberId } }))?.number ?? null

  async function note({ raw, callSid, room: { name, sid }, legSid, kind }: RoomEvent): Promise<void> {
    await saveEvent(linePool, raw)
    const at = new Date(raw.receivedAt)
    const held = await inRoom(callSid, async (tx, room) => {
      if (roomName(room).name !== name) return undefined
      if (room.roomSid === null) await tx.callRoom.update({ where: { callSid }, data: { roomSid: sid } })
      if (kind === 'over') return void (await closeRoom(tx, callSid, at))
      const member = room.members.find((one) => one.legSid === legSid)
      if (!member) return undefined
      const change = kind === 'left' ? { leftAt: member.leftAt ?? at } : { joinedAt: member.joinedAt ?? at }
      await tx.roomMember.update({ where: { id: member.id }, data: change })
      return kind === 'joined' && member.role === 'caller' && member.isHeld ? { room: { ...room, roomSid: sid }, member } : undefined
    })
    if (held) await hold(held.room, held.member).catch((err: unknown) => log.warn({ err, callSid }, 'a caller could not be held as he came in'))
    if (kind !== 'joined') await settle(callSid)
  }

  /** He was to be held before he was in. */
  async function hold(room: Room, { legSid }: Member): Promise<void> {
    if (legSid === null) return
    await (await provider()).updateMember(roomName(room), legSid, { isHeld: true, sound: urls.hold(room.call.language) })
  }

  /** The report that he is in may be lost, and he must not hear what is said about him: tried until it is so. */
  async function holdWhenIn(callSid: string): Promise<void> {
    for (const milliseconds of HOLD_TRIES) {
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
      const isDone = await holdNow(callSid).catch(() => false)
      if (isDone) return
    }
  }

  /** True: he is held, or shall not be any more. */
  async function holdNow(callSid: string): Promise<boolean> {
    const room = await findRoom(prisma, callSid)
    const caller = room && callerOf(room)
    if (!room || !caller || room.endedAt !== null || !caller.isHeld || caller.joinedAt !== null) return true
    await hold(room, caller)
    await prisma.roomMember.updateMany({ where: { id: caller.id, joinedAt: null }, data: { joinedAt: clock.now().toJSDate() } })
    return true
  }

  async function report(request: RoomLegReport): Promise<void> {
    const { raw, memberId, callSid: legSid, to, status } = request
    const callSid = await findMemberRoom(prisma, memberId)
    if (callSid === undefined) return saveEvent(linePool, raw)
    await saveLegReport(linePool, raw, callSid, { number: to, merge: (leg) => mergeStatus(leg, request) })
    await prisma.roomMember.updateMany({ where: { id: memberId, legSid: null }, data: { legSid } })
    if (isTerminal(status)) await prisma.roomMember.updateMany({ where: { id: memberId, leftAt: null }, data: { leftAt: new Date(raw.receivedAt) } })
    await changed(callSid)
  }

  /** Ends what outlives its call or its room: phones that still ring, people who are left in it. */
  async function settle(callSid: string): Promise<void> {
    const room = await findRoom(prisma, callSid)
    if (!room) return
    const isCallOver = room.call.endedAt !== null
    if (!isCallOver && room.endedAt === null) return
    const at = clock.now().toJSDate()
    await prisma.$transaction((tx) => closeRoom(tx, callSid, at))
    const left = room.members.filter(({ role, legSid }) => role !== 'caller' && legSid !== null && (isCallOver || role !== 'agent'))
    for (const { legSid } of left) {
      if (legSid === null || room.call.legs.some(({ sid, endedAt }) => sid === legSid && endedAt !== null)) continue
      await endLeg(legSid)
    }
  }

  async function endLeg(legSid: string): Promise<void> {
    await (await provider()).endLeg(legSid).catch((err: unknown) => log.warn({ err, legSid }, 'a leg could not be ended'))
  }

  /** Calls somebody of ours into the room; his member's row stands already, so that no fault calls him twice. */
  async function call(room: Room, member: Member, from: string, language: string): Promise<void> {
    const { asks, status } = urls.member({ id: member.id, language })
    const { callSid } = await (await provider()).placeCall({ from, to: member.number, asks, status, ringSeconds: RING_SECONDS })
    await prisma.roomMember.updateMany({ where: { id: member.id, legSid: null }, data: { legSid: callSid } })
    await changed(room.callSid)
  }

  /** What no report has said: calls that ended, legs that never came, a caller who is alone. */
  async function sweep(): Promise<void> {
    const now = clock.now().toMillis()
    for (const room of await listOpenRooms(prisma)) {
      await look(room, now).catch((err: unknown) => log.warn({ err, callSid: room.callSid }, 'a room could not be looked after'))
    }
  }

  async function look(room: Room, now: number): Promise<void> {
    const { callSid, turn, openedAt, members, call: of } = room
    if (of.endedAt !== null) return settle(callSid)
    const overdue = members.filter(
      (one) => one.joinedAt === null && one.role !== 'caller' && one.leftAt === null && one.calledAt.getTime() < now - (RING_SECONDS + 30) * 1_000,
    )
    for (const { id, legSid } of overdue) {
      await prisma.roomMember.update({ where: { id }, data: { leftAt: new Date(now) } })
      if (legSid !== null) await endLeg(legSid)
    }
    if (turn !== null) await holdNow(callSid)
    if (talkers(room).length > 0) return
    if (turn === null) {
      if (openedAt.getTime() < now - ENTER_SECONDS * 1_000) await inRoom(callSid, (tx) => closeRoom(tx, callSid, new Date(now)))
      return
    }
    const lastLeft = Math.max(...members.map(({ leftAt, calledAt }) => (leftAt ?? calledAt).getTime()))
    if (lastLeft < now - ALONE_SECONDS * 1_000) await (await provider()).redirectLeg(callSid, urls.callerBack({ turn, language: of.language }))
  }

  return { receiveCaller, answer, note, report, settle, call, changed, inRoom, sweep, addMember } satisfies Rooms & Record<string, unknown>
}

/** A supervisor listens muted, or is heard by the agent alone. */
function entryOf(room: Room, member: Member) {
  const agent = agentOf(room)
  const whispers = member.mode === 'whisper' && agent?.legSid != null
  return {
    callSid: room.callSid,
    name: roomName(room).name,
    isMuted: member.isMuted || (member.mode !== 'talk' && !whispers),
    coaches: whispers ? agent.legSid : null,
    endsRoom: member.role === 'agent' || member.role === 'caller',
  }
}

async function invitation(tx: Transaction, room: Room, member: Member, words: ReturnType<typeof roomWords>): Promise<string> {
  const agentId = agentOf(room)?.personId
  const agent = agentId == null ? null : await tx.person.findUnique({ where: { id: agentId }, select: { name: true } })
  const customer = room.call.customer?.name ?? null
  return member.role === 'supervisor' ? words.supervisor({ agent: agent?.name ?? '', customer }) : words.colleague({ by: agent?.name ?? '', customer })
}

import type { Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { PersonPrincipal } from '../../http/access.ts'
import { ourNumber } from '../../messages/store.ts'
import { canBeCalled, regionOf, toE164 } from '../../telephony/caller-id.ts'
import { ProviderFault, type MemberChange } from '../../telephony/provider.ts'
import type { DeskAct } from '../../schemas/desk.ts'
import { SUPERVISION } from '../../schemas/people.ts'
import type { RoomOptions, RoomService } from '../rooms/service.ts'
import { addMember, agentOf, callerOf, isIn, isThere, openRoom, roomName, type Member, type Mode, type NewMember, type Room } from '../rooms/store.ts'
import { askForHelp, findActedCall, findPhone, handForm, type ActedCall, type TalkingLeg } from './store.ts'

type Options = Pick<RoomOptions, 'database' | 'clock' | 'provider' | 'urls'> & { rooms: RoomService }
type Act<Name extends DeskAct['act']> = Extract<DeskAct, { act: Name }>
type On = { call: ActedCall; leg: TalkingLeg; by: PersonPrincipal; act: DeskAct['act'] }

export type ActService = ReturnType<typeof actService>

const MODES = { listen: 'listen', whisper: 'whisper', join: 'talk' } as const satisfies Record<string, Mode>

/**
 * What can be done with a call that is talked on. Two legs become a room on first need. The line is asked outside of any transaction; what it refuses
 * is taken back, and the talk goes on as it was.
 */
export function actService({ database: { prisma }, clock, provider, urls, rooms }: Options) {
  const now = (): Date => clock.now().toJSDate()

  async function perform(callSid: string, by: PersonPrincipal, given: DeskAct): Promise<void> {
    const call = await findActedCall(prisma, callSid)
    if (!call) throw domainError('NOT_FOUND', { kind: 'call', id: callSid })
    if (call.endedAt !== null) throw domainError('NOT_ON_THIS_CALL')
    const own = call.legs.find(({ personId }) => personId === by.id)
    if (given.act === 'listen' || given.act === 'whisper' || given.act === 'join') return supervise(call, by, own, given.act)
    if (!own) throw domainError('NOT_ON_THIS_CALL')
    await act({ call, leg: own, by, act: given.act }, given)
    await rooms.changed(callSid)
  }

  async function act(on: On, given: Exclude<DeskAct, { act: 'listen' | 'whisper' | 'join' }>): Promise<void> {
    const { call, leg, by } = on
    switch (given.act) {
      case 'hold':
      case 'resume':
        return holdCaller(on, given.act === 'hold')
      case 'mute':
      case 'unmute':
        return mute(on, given.act === 'mute')
      case 'consult':
        return consult(on, given)
      case 'transfer':
        return transfer(on)
      case 'dropConsulted':
        return dropConsulted(on)
      case 'end':
        return end(leg.sid)
      case 'leave':
        return leave(on)
      case 'askHelp':
        return prisma.$transaction((tx) => askForHelp(tx, { legSid: leg.sid, callSid: call.sid, personId: by.id, at: now() }))
    }
  }

  /** The room of the call; opened when there is none. What shall hold in it is written down before the line is asked. */
  async function roomOf({ call, act: name }: On, change?: (tx: Transaction, room: Room) => Promise<void>): Promise<Room> {
    if (call.direction !== 'inbound') throw refused(name, 'we have placed this call')
    const talking = await talkingLeg(call)
    const people: NewMember[] = [
      { role: 'caller', personId: null, number: call.fromNumber ?? call.fromRaw, legSid: call.sid },
      { role: 'agent', personId: talking.personId, number: talking.number ?? '', legSid: talking.sid },
    ]
    const { room, isNew } = await prisma.$transaction(async (tx) => {
      const opened = await openRoom(tx, call.sid, people, now())
      await change?.(tx, opened.room)
      return opened
    })
    if (isNew || isOverdue(room, now())) await bringIn(room, name)
    return room
  }

  /** Who talks with the caller, and not who helps him. */
  async function talkingLeg({ legs }: ActedCall): Promise<TalkingLeg> {
    const helpers = await prisma.roomMember.findMany({ where: { legSid: { in: legs.map(({ sid }) => sid) }, role: 'supervisor' }, select: { legSid: true } })
    const leg = legs.find(({ sid }) => !helpers.some(({ legSid }) => legSid === sid))
    if (!leg) throw domainError('NOT_ON_THIS_CALL')
    return leg
  }

  /** The agent's leg goes into the room; by that the caller's line comes to us, and is sent there too. */
  async function bringIn(room: Room, name: string): Promise<void> {
    const agent = agentOf(room)
    if (agent?.legSid == null) throw refused(name, 'nobody talks with the caller')
    const { legSid } = agent
    const { enters } = urls.member({ id: agent.id, language: room.call.language })
    try {
      await (await provider()).redirectLeg(legSid, enters)
    } catch (error) {
      if (!(error instanceof ProviderFault)) throw error
      // Not sure: the leg may be on its way, and the room waits for it. If it does not come the sweeper closes it, and the two talk on.
      if (error.isSure) await rooms.inRoom(room.callSid, (tx) => tx.callRoom.update({ where: { callSid: room.callSid }, data: { endedAt: now() } }))
      throw refused(name, error.message)
    }
  }

  async function holdCaller(on: On, isHeld: boolean): Promise<void> {
    const room = await roomOf(on, (tx, { callSid }) => setHeld(tx, callSid, isHeld))
    await changeMember(on, room, callerOf(room), { isHeld, ...(isHeld && { sound: urls.hold(room.call.language) }) }, (tx) =>
      setHeld(tx, room.callSid, !isHeld),
    )
  }

  async function setHeld(tx: Transaction, callSid: string, isHeld: boolean): Promise<void> {
    await tx.roomMember.updateMany({ where: { callSid, role: 'caller' }, data: { isHeld } })
  }

  async function mute(on: On, isMuted: boolean): Promise<void> {
    const set = async (tx: Transaction, value: boolean): Promise<void> =>
      void (await tx.roomMember.updateMany({ where: { legSid: on.leg.sid }, data: { isMuted: value } }))
    const room = await roomOf(on, (tx) => set(tx, isMuted))
    await changeMember(on, room, memberOf(room, on.leg), { isMuted }, (tx) => set(tx, !isMuted))
  }

  /** Who is not in yet gets it with his coming in. */
  async function changeMember({ act: name }: On, room: Room, member: Member | undefined, change: MemberChange, takeBack: (tx: Transaction) => Promise<void>) {
    // The report that the caller is in may be lost, or on its way.
    const mayBeIn = member?.role === 'caller' && room.turn !== null
    if (member?.legSid == null || !(mayBeIn || isIn(room, member))) return
    try {
      await (await provider()).updateMember(roomName(room), member.legSid, change)
    } catch (error) {
      if (!(error instanceof ProviderFault)) throw error
      if (mayBeIn && member.joinedAt === null && error.isSure) return
      if (error.isSure) await prisma.$transaction(takeBack)
      throw refused(name, error.message)
    }
  }

  async function consult(on: On, { personId, number }: Act<'consult'>): Promise<void> {
    const whom = personId === undefined ? null : await findPhone(prisma, personId)
    if (personId !== undefined && !whom?.isActive) throw domainError('PERSON_UNKNOWN', { person: personId })
    const ours = await ourNumber(prisma, on.call.toNumber)
    const phone = whom ? whom.phone : number === undefined ? null : toE164(number, regionOf(ours))
    if (phone == null) throw whom ? refused('consult', `${whom.name} has no phone`) : domainError('NUMBER_INVALID', { number: number ?? '' })
    if (!whom && !canBeCalled(phone)) throw refused('consult', `${phone} cannot be called`)
    let added: Member | undefined
    const room = await roomOf(on, async (tx, { members, callSid, ...rest }) => {
      const there = members.some((member) => member.role === 'colleague' && isThere({ members, callSid, ...rest }, member))
      if (there) throw refused('consult', 'a colleague is in the call already')
      await setHeld(tx, callSid, true)
      added = await addMember(tx, callSid, { role: 'colleague', personId: whom?.id ?? null, number: phone, legSid: null }, now())
    })
    await changeMember(on, room, callerOf(room), { isHeld: true, sound: urls.hold(room.call.language) }, (tx) => setHeld(tx, room.callSid, false))
    await callIn(on, room, added, whom?.language)
  }

  async function callIn({ call, act: name }: Pick<On, 'call' | 'act'>, room: Room, member: Member | undefined, language = 'en'): Promise<void> {
    if (!member) return
    try {
      await rooms.call(room, member, await ourNumber(prisma, call.toNumber), language)
    } catch (error) {
      if (!(error instanceof ProviderFault)) throw error
      if (error.isSure) await prisma.roomMember.update({ where: { id: member.id }, data: { leftAt: now() } })
      throw refused(name, error.message)
    }
  }

  /** The colleague has the caller from now on, and his leaving ends it. Each step leaves a call that works if the next one fails. */
  async function transfer(on: On): Promise<void> {
    const room = await roomOf(on)
    const colleague = room.members.find((member) => member.role === 'colleague' && isIn(room, member))
    const own = memberOf(room, on.leg)
    const caller = callerOf(room)
    if (colleague?.legSid == null || !caller || own?.role !== 'agent') throw refused('transfer', 'no colleague has come into the call')
    const none = async (): Promise<void> => undefined
    await changeMember(on, room, colleague, { endsRoom: true }, none)
    await changeMember(on, room, own, { endsRoom: false }, none)
    await changeMember(on, room, caller, { isHeld: false }, none)
    await rooms.inRoom(room.callSid, async (tx) => {
      await setHeld(tx, room.callSid, false)
      await tx.roomMember.update({ where: { id: colleague.id }, data: { role: 'agent' } })
      await tx.roomMember.update({ where: { id: own.id }, data: { leftAt: now() } })
      if (colleague.personId !== null) await handForm(tx, room.callSid, colleague.personId)
    })
    await end(on.leg.sid)
  }

  async function dropConsulted(on: On): Promise<void> {
    const room = await roomOf(on)
    const gone = room.members.filter((member) => member.role === 'colleague' && isThere(room, member))
    await rooms.inRoom(room.callSid, (tx) => tx.roomMember.updateMany({ where: { id: { in: gone.map(({ id }) => id) } }, data: { leftAt: now() } }))
    for (const { legSid } of gone) if (legSid !== null) await end(legSid)
    await holdCaller(on, false)
  }

  /** A helper or colleague goes, and the others talk on; who talks with the caller ends the call. */
  async function leave(on: On): Promise<void> {
    const room = await prisma.callRoom.findUnique({ where: { callSid: on.call.sid }, include: { members: true } })
    const own = room?.members.find(({ legSid }) => legSid === on.leg.sid)
    if (own?.role === 'agent' || !own) throw refused('leave', 'hand the caller over first, or end the call')
    await end(on.leg.sid)
  }

  async function end(legSid: string): Promise<void> {
    await (await provider()).endLeg(legSid).catch((error: unknown) => {
      throw error instanceof ProviderFault ? refused('end', error.message) : error
    })
  }

  /** A supervisor comes in by his own phone, or changes how he is heard. */
  async function supervise(call: ActedCall, by: PersonPrincipal, own: TalkingLeg | undefined, name: 'listen' | 'whisper' | 'join'): Promise<void> {
    if (!SUPERVISION.includes(by.role)) throw domainError('ROLE_NOT_ALLOWED', { role: by.role, allowed: SUPERVISION.join(', ') })
    const on = { call, leg: own ?? (await talkingLeg(call)), by, act: name }
    const mode = MODES[name]
    const whom = await findPhone(prisma, by.id)
    let added: Member | undefined
    const room = await roomOf(on, async (tx, held) => {
      const present = held.members.find((member) => member.personId === by.id && isThere(held, member))
      if (present && present.role !== 'supervisor') throw refused(name, 'you talk in this call already')
      if (!present && whom?.phone == null) throw refused(name, 'you have no phone')
      if (present) await tx.roomMember.update({ where: { id: present.id }, data: { mode } })
      else added = await addMember(tx, held.callSid, { role: 'supervisor', personId: by.id, number: whom?.phone ?? '', legSid: null, mode }, now())
    })
    const present = room.members.find((member) => member.personId === by.id && member.role === 'supervisor' && isThere(room, member))
    if (present)
      await changeMember(
        on,
        room,
        present,
        heardAs(room, mode),
        async (tx) => void (await tx.roomMember.update({ where: { id: present.id }, data: { mode: present.mode } })),
      )
    else await callIn(on, room, added, whom?.language)
    await rooms.changed(call.sid)
  }

  return { perform }
}

/** We died before the line was asked, or it has forgotten: asked again it does no harm. */
function isOverdue(room: Room, at: Date): boolean {
  const agent = agentOf(room)
  return agent?.joinedAt === null && agent.calledAt.getTime() < at.getTime() - OVERDUE_SECONDS * 1_000
}
/** The line comes for what to do within half a second; no program that died is back within one. */
const OVERDUE_SECONDS = 1

function heardAs(room: Room, mode: Mode): MemberChange {
  const agent = agentOf(room)?.legSid ?? null
  if (mode === 'whisper' && agent !== null) return { isMuted: false, coaches: agent }
  return { isMuted: mode !== 'talk', coaches: null }
}

const memberOf = (room: Room, leg: TalkingLeg): Member | undefined => room.members.find(({ legSid }) => legSid === leg.sid)

const refused = (act: string, reason: string) => domainError('CALL_ACT_NOT_NOW', { act, reason })

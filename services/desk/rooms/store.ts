import { randomUUID } from 'node:crypto'
import type { Prisma } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'
import type { RoomName } from '../../telephony/provider.ts'

const withMembers = { members: { orderBy: { calledAt: 'asc' } }, call: { include: { customer: true, legs: true } } } as const satisfies Prisma.CallRoomInclude
export type Room = Prisma.CallRoomGetPayload<{ include: typeof withMembers }>
export type Member = Room['members'][number]
export type Role = 'caller' | 'agent' | 'colleague' | 'supervisor'
export type Mode = 'listen' | 'whisper' | 'talk'

/** A room that was opened again is another one: who comes late from the old one does not get in. */
export const roomName = ({ callSid, openedAt, roomSid }: Pick<Room, 'callSid' | 'openedAt' | 'roomSid'>): RoomName => ({
  name: `${callSid}-${openedAt.getTime().toString(36)}`,
  sid: roomSid,
})

/** Has not left, and is not known to have hung up. */
export function isThere({ call: { legs } }: Room, { leftAt, legSid }: Member): boolean {
  return leftAt === null && !legs.some(({ sid, endedAt }) => sid === legSid && endedAt !== null)
}
export const isIn = (room: Room, member: Member): boolean => member.joinedAt !== null && isThere(room, member)
/** Who talks with the caller, or with whom it is talked about him. */
export const talkers = (room: Room): Member[] => room.members.filter((member) => ['agent', 'colleague'].includes(member.role) && isIn(room, member))
export const callerOf = (room: Room): Member | undefined => room.members.find(({ role }) => role === 'caller')
export const agentOf = (room: Room): Member | undefined => room.members.find((member) => member.role === 'agent' && isThere(room, member))

export async function findRoom(tx: Transaction, callSid: string): Promise<Room | undefined> {
  return (await tx.callRoom.findUnique({ where: { callSid }, include: withMembers })) ?? undefined
}

/** The open room, held until the commit. */
export async function holdRoom(tx: Transaction, callSid: string): Promise<Room | undefined> {
  await tx.$executeRaw`select 1 from call_room where call_sid = ${callSid} for no key update`
  const room = await findRoom(tx, callSid)
  return room?.endedAt === null ? room : undefined
}

export async function findMemberRoom(tx: Transaction, memberId: string): Promise<string | undefined> {
  return (await tx.roomMember.findUnique({ where: { id: memberId }, select: { callSid: true } }))?.callSid
}

/** Open rooms, for who looks after them. */
export async function listOpenRooms(tx: Transaction): Promise<Room[]> {
  return tx.callRoom.findMany({ where: { endedAt: null }, include: withMembers, orderBy: { openedAt: 'asc' }, take: 200 })
}

export type NewMember = { role: Role; personId: string | null; number: string; legSid: string | null; mode?: Mode }

/** Opens the room of a call for its caller and who talks with him, before the line hears of it; one that is open stays as it is. */
export async function openRoom(tx: Transaction, callSid: string, members: readonly NewMember[], at: Date): Promise<{ room: Room; isNew: boolean }> {
  await tx.$executeRaw`select 1 from call where sid = ${callSid} for no key update`
  const open = await holdRoom(tx, callSid)
  if (open) return { room: open, isNew: false }
  const begun = { openedAt: at, endedAt: null, roomSid: null, turn: null }
  await tx.callRoom.upsert({ where: { callSid }, create: { callSid, ...begun }, update: begun })
  await tx.roomMember.updateMany({ where: { callSid, leftAt: null }, data: { leftAt: at } })
  for (const member of members) await addMember(tx, callSid, member, at)
  const room = await findRoom(tx, callSid)
  if (!room) throw new Error(`the room of ${callSid} was opened and is not there`)
  return { room, isNew: true }
}

/** A leg that was in an earlier room of its call begins anew. */
export async function addMember(tx: Transaction, callSid: string, member: NewMember, at: Date): Promise<Member> {
  const fresh = { ...member, callSid, mode: member.mode ?? 'talk', isMuted: false, isHeld: false, calledAt: at, joinedAt: null, leftAt: null }
  const before = member.legSid === null ? null : await tx.roomMember.findUnique({ where: { legSid: member.legSid } })
  if (before) return tx.roomMember.update({ where: { id: before.id }, data: fresh })
  return tx.roomMember.create({ data: { id: randomUUID(), ...fresh } })
}

/** Nobody is in it any more, and nobody gets in. */
export async function closeRoom(tx: Transaction, callSid: string, at: Date): Promise<void> {
  await tx.callRoom.updateMany({ where: { callSid, endedAt: null }, data: { endedAt: at } })
  await tx.roomMember.updateMany({ where: { callSid, leftAt: null }, data: { leftAt: at } })
}

/** Since when somebody of ours talks with the caller. */
export async function talkSince(tx: Transaction, callSid: string): Promise<Date | undefined> {
  const first = await tx.callLeg.findFirst({ where: { callSid, acceptedAt: { not: null } }, orderBy: { acceptedAt: 'asc' }, select: { acceptedAt: true } })
  return first?.acceptedAt ?? undefined
}

import type { z } from 'zod'
import type * as desk from '../../../services/schemas/desk.ts'

// The server's own schemas, as types only, like types.ts: what an agent sees and does while he talks.
export type Desk = desk.DeskView
export type DeskCall = desk.DeskCall
export type DeskPop = desk.DeskPop
export type DeskForm = desk.DeskForm
export type DeskFormBody = desk.DeskFormBody
export type DeskFormSave = z.input<typeof desk.deskFormSave>
export type DeskFormSubmit = z.infer<typeof desk.deskFormSubmit>
export type DeskAct = desk.DeskAct
export type RoomMember = z.infer<typeof desk.roomMember>
export type CallUnderWay = z.infer<typeof desk.callUnderWay>
export type OutboundCall = z.infer<typeof desk.outboundCall>

import { z } from 'zod'
import { date, instant, personRef, reason } from './planning.ts'
import { dutyView, finding, gap, newShift } from './rosters.ts'

/** Shapes of what people ask of the roster: wishes, leave, shifts given, exchanged, taken. */

const note = z.string().trim().max(500).default('')
export const newWish = z.object({
  /** Null: one's own. Only who plans may name another. */
  personId: z.uuid().nullable().default(null),
  fromDate: date,
  /** Not included. */
  toDate: date,
  kind: z.enum(['on', 'off']),
  shiftTypeId: z.uuid().nullable().default(null),
  weight: z.number().int().min(1).max(5).default(3),
  note,
})
export const wish = newWish.extend({ id: z.uuid(), personId: z.uuid(), person: z.string(), createdAt: instant })
export type WishView = z.infer<typeof wish>

export const newLeaveRequest = z.object({ kind: z.enum(['leave', 'training']), fromAt: instant, toAt: instant, note })
export const leaveRequest = newLeaveRequest.extend({
  id: z.uuid(),
  person: personRef,
  state: z.enum(['asked', 'granted', 'refused', 'withdrawn']),
  answer: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  createdAt: instant,
  /** His published shifts during it. */
  shifts: z.number().int(),
  /** What granting it would leave uncovered, for who plans and while it is asked. */
  uncovered: z.array(gap),
})
export type LeaveRequestView = z.infer<typeof leaveRequest>
export const decision = z.object({ isGranted: z.boolean(), answer: z.string().trim().max(500).default('') })

export const offerKind = z.enum(['replacement', 'open', 'give', 'swap'])
export const offerState = z.enum(['open', 'accepted', 'done', 'refused', 'withdrawn', 'expired'])
/** A shift that looks for somebody. `replacement` and `open` are for who plans; `give` and `swap` for one's own shift. */
export const newOffer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('replacement'), shiftId: z.uuid(), reason, raiseMinutes: z.number().int().min(1).max(10_080).default(30) }),
  z.object({
    kind: z.literal('open'),
    wanted: newShift.omit({ personId: true }),
    reason: note,
    raiseMinutes: z.number().int().min(1).max(10_080).default(1_440),
  }),
  z.object({ kind: z.literal('give'), shiftId: z.uuid(), reason: note }),
  z.object({ kind: z.literal('swap'), shiftId: z.uuid(), withShiftId: z.uuid().nullable().default(null), reason: note }),
])
export const offerPerson = personRef.extend({
  rank: z.number().int(),
  /** Figures of the order, for the page's words. */
  why: z.record(z.string(), z.number()),
  /** When he heard of it on his page; `textAt`: when he is texted, while that waits for the morning. */
  toldAt: instant.nullable(),
  textAt: instant.nullable(),
  answer: z.enum(['yes', 'no', 'late', 'unlawful']).nullable(),
  answeredAt: instant.nullable(),
  via: z.enum(['page', 'text']).nullable(),
  noticeMinutes: z.number().int().nullable(),
})
export const offer = z.object({
  id: z.uuid(),
  kind: offerKind,
  state: offerState,
  shift: dutyView.omit({ person: true, planned: true, source: true, reason: true, shiftId: true }).extend({ id: z.uuid().nullable() }),
  person: personRef.nullable(),
  wanted: dutyView.nullable(),
  needsApproval: z.boolean(),
  /** Only who plans reads it: it may say that somebody is ill. '' for the others. */
  reason: z.string(),
  createdBy: personRef,
  createdAt: instant,
  raiseAt: instant.nullable(),
  raisedAt: instant.nullable(),
  takenBy: personRef.nullable(),
  given: dutyView.nullable(),
  answer: z.string(),
  /** All of them for who plans; oneself for the others. */
  people: z.array(offerPerson),
  /** May I take it now, and if not, why. `gives`: of a swap, those of my shifts that I may give for it; only where one offer is asked for. */
  mine: z
    .object({
      canTake: z.boolean(),
      findings: z.array(finding),
      premium: z.number().int().nullable(),
      currency: z.string().nullable(),
      gives: z.array(z.uuid()),
    })
    .nullable(),
})
export type OfferView = z.infer<typeof offer>
/** `withShiftId`: of a swap, what I give for it. */
export const offerAnswer = z.object({ isYes: z.boolean(), withShiftId: z.uuid().nullable().default(null) })
export const offerList = z.object({ open: z.array(offer), mine: z.array(offer), past: z.array(offer) })

import type { z } from 'zod'
import type * as pay from '../../../services/schemas/pay.ts'
import type * as plans from '../../../services/schemas/plans.ts'
import type * as requests from '../../../services/schemas/requests.ts'

// The server's own schemas, as types only, like types.ts: what people ask of the roster, what work is paid, and advice.
export type Wish = requests.WishView
export type NewWish = z.input<typeof requests.newWish>
export type LeaveRequest = requests.LeaveRequestView
export type NewLeaveRequest = z.input<typeof requests.newLeaveRequest>
export type Decision = z.input<typeof requests.decision>
export type Offer = requests.OfferView
export type OfferPerson = Offer['people'][number]
export type NewOffer = z.input<typeof requests.newOffer>
export type OfferAnswer = z.input<typeof requests.offerAnswer>
export type OfferList = z.infer<typeof requests.offerList>

export type PayMonth = pay.PayMonthView
export type PayRow = PayMonth['rows'][number]
export type PayStatement = pay.PayStatementView
export type PayPiece = PayStatement['pieces'][number]
export type PayLine = PayStatement['lines'][number]
export type WorkedTime = PayStatement['workedTimes'][number]
export type NewWorkedTime = z.input<typeof pay.newWorkedTime>
export type WorkedDecision = z.input<typeof pay.workedDecision>
export type NewPayCorrection = z.input<typeof pay.newPayCorrection>
export type PayPack = z.infer<typeof pay.payPack>
export type PayRule = PayPack['rules'][number]

export type OpeningPattern = z.infer<typeof plans.openingPattern>
export type NightShare = z.infer<typeof plans.nightShare>
export type Forecast = z.infer<typeof plans.forecast>

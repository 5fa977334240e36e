import type { z } from 'zod'
import type * as pay from '../../../services/schemas/pay.ts'
import type * as plans from '../../../services/schemas/plans.ts'
import type * as requests from '../../../services/schemas/requests.ts'

// The server's own schemas, as types only.
export type PlanRun = plans.PlanRunView
export type PlanResult = z.infer<typeof plans.planResult>
export type PlanWeights = plans.PlanWeights
export type NewPlan = z.input<typeof plans.newPlan>
export type PlanApplied = z.infer<typeof plans.planApplied>
export type PlanRoster = z.infer<typeof plans.planRoster>
export type Said = z.infer<typeof plans.said>
export type FairnessView = plans.FairnessView
export type RepairQuery = z.input<typeof plans.repairQuery>
export type Repair = z.infer<typeof plans.repair>
export type Repairs = z.infer<typeof plans.repairs>
export type RepairChoice = z.input<typeof plans.repairChoice>
export type Offer = requests.OfferView
export type OfferList = z.infer<typeof requests.offerList>
export type NewOffer = z.input<typeof requests.newOffer>
export type PayPreview = z.infer<typeof pay.payPreview>
export type PayPackView = z.infer<typeof pay.payPack>

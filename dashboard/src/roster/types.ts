import type { z } from 'zod'
import type * as planning from '../../../services/schemas/planning.ts'
import type * as rosters from '../../../services/schemas/rosters.ts'

// The server's own schemas, as types only.
export type Roster = rosters.RosterView
export type ShiftView = rosters.ShiftView
export type WorkerView = planning.WorkerView
export type FindingView = rosters.FindingView
export type GapView = rosters.GapView
export type OverrideView = rosters.OverrideView
export type ShiftTypeView = planning.ShiftTypeView
export type RosterDiff = rosters.RosterDiff
export type RosterChange = z.infer<typeof rosters.rosterChange>
export type ChangedShift = z.infer<typeof rosters.changedShift>
export type CoveredShift = z.infer<typeof rosters.coveredShift>
export type NewShift = z.input<typeof rosters.newShift>
export type AddedShift = z.input<typeof rosters.addedShift>
export type ShiftChange = z.input<typeof rosters.shiftChange>
export type NewOverride = z.input<typeof rosters.newOverride>
export type NewSwap = z.input<typeof rosters.newSwap>
export type Publish = z.input<typeof rosters.publish>
export type PublicationRow = z.infer<typeof rosters.publicationRow>
export type Copied = z.infer<typeof rosters.copied>
export type Fold = 'first' | 'last'
/** The levels of the pyramid: whoever has a higher rank may work below it. */
export type LevelRank = { id: string; rank: number; name: string }
/** A period of dates, the last not included. */
export type Period = { from: string; to: string }
export type Plan = Roster['plan']
/** A place in the grid; column 0 is the head of the row. */
export type Place = { row: number; column: number }

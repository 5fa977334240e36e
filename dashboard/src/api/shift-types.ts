import type { z } from 'zod'
import type * as planning from '../../../services/schemas/planning.ts'
import type * as rosters from '../../../services/schemas/rosters.ts'

// The server's own schemas, as types only, like types.ts: who is on, and what a roster is made of.
export type Board = rosters.BoardView
export type BoardLevel = Board['levels'][number]
export type BoardDuty = BoardLevel['now'][number]
export type Duty = rosters.DutyView
export type Gap = rosters.GapView
export type Presence = rosters.PresenceView
export type PresenceState = Presence['state']
export type PresenceChange = z.infer<typeof rosters.presenceChange>
export type OnShiftAnswer = z.infer<typeof rosters.onShiftAnswer>
export type MyShifts = z.infer<typeof rosters.myShifts>
export type Notice = rosters.NoticeView
export type Feed = z.infer<typeof rosters.feed>
export type CreatedFeed = z.infer<typeof rosters.createdFeed>
export type Handover = z.infer<typeof rosters.handover>
export type NewHandover = z.input<typeof rosters.newHandover>
export type ShiftType = planning.ShiftTypeView
export type NewShiftType = z.input<typeof planning.newShiftType>
export type Need = planning.NeedView
export type NewNeed = z.input<typeof planning.newNeed>
export type Skill = z.infer<typeof planning.skill>
export type Holiday = z.infer<typeof planning.holiday>
export type HolidayImported = z.infer<typeof planning.holidayImported>
export type NewSite = z.input<typeof planning.newSite>
export type Worker = planning.WorkerView
export type WorkerChange = z.input<typeof planning.workerChange>
export type Contract = z.infer<typeof planning.contract>
export type Leave = planning.LeaveView
export type NewLeave = z.input<typeof planning.newLeave>
export type RosterSettings = z.infer<typeof planning.rosterSettings>

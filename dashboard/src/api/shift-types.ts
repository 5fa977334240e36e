import type { z } from 'zod'
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
export type ShiftType = rosters.ShiftTypeView
export type NewShiftType = z.input<typeof rosters.newShiftType>
export type Need = rosters.NeedView
export type NewNeed = z.input<typeof rosters.newNeed>
export type Skill = z.infer<typeof rosters.skill>
export type Holiday = z.infer<typeof rosters.holiday>
export type HolidayImported = z.infer<typeof rosters.holidayImported>
export type NewSite = z.input<typeof rosters.newSite>
export type Worker = rosters.WorkerView
export type WorkerChange = z.input<typeof rosters.workerChange>
export type Contract = z.infer<typeof rosters.contract>
export type Leave = rosters.LeaveView
export type NewLeave = z.input<typeof rosters.newLeave>
export type RosterSettings = z.infer<typeof rosters.rosterSettings>

import type { z } from 'zod'
import type * as cases from '../../../services/schemas/cases.ts'
import type * as customers from '../../../services/schemas/customers.ts'
import type * as messages from '../../../services/schemas/messages.ts'
import type * as pyramid from '../../../services/schemas/pyramid.ts'
import type * as reports from '../../../services/schemas/reports.ts'
import type * as rules from '../../../services/schemas/rules.ts'

// The server's own schemas, as types only, like types.ts: cases and what lies around them.
export type CaseRow = cases.CaseRow
export type CaseDetail = cases.CaseDetail
export type CaseList = z.infer<typeof cases.caseList>
export type CaseScore = cases.CaseScore
export type CaseMove = cases.CaseMove
export type CaseChange = z.input<typeof cases.caseChange>
export type CaseEvent = z.infer<typeof cases.caseEvent>
export type CasePromise = z.infer<typeof cases.casePromise>
export type CaseMessage = z.infer<typeof cases.caseMessage>
export type NewCaseMessage = z.input<typeof cases.newCaseMessage>
export type NewCase = z.input<typeof cases.newCase>
export type MoveName = cases.MoveName
export type Severity = cases.Severity
export type Department = z.infer<typeof cases.department>

export type Timeline = z.infer<typeof customers.timeline>
export type TimelineEntry = customers.TimelineEntry
export type TimelineKind = z.infer<typeof customers.timelineKind>
export type CustomerWishes = z.infer<typeof customers.customerWishes>
export type NewCustomer = z.input<typeof customers.newCustomer>
export type NewContactPoint = z.input<typeof customers.newContactPoint>
export type ContactPointChange = z.input<typeof customers.contactPointChange>
export type Merge = z.infer<typeof customers.merge>
export type SearchHit = z.infer<typeof customers.searchHit>
export type SearchResult = z.infer<typeof customers.searchResult>

export type Pyramid = pyramid.PyramidView
export type PyramidLevel = Pyramid['levels'][number]
export type Rehearsal = z.infer<typeof pyramid.rehearsal>
export type Telling = z.infer<typeof pyramid.telling>
export type ExecutiveView = z.infer<typeof pyramid.executiveView>

export type MonthReport = reports.MonthReport
export type MonthRow = reports.MonthRow
export type FigureRows = z.infer<typeof reports.figureRows>

export type RuleKind = rules.RuleKind
export type RuleView = z.infer<typeof rules.ruleView>
export type ReasonRule = rules.ReasonRule
export type TemplateRule = rules.TemplateRule
export type ScoreRule = rules.ScoreRule
export type PolicyRule = rules.PolicyRule

export type Mail = z.infer<typeof messages.mail>

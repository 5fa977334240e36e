import type { z } from 'zod'
import type * as calls from '../../../services/schemas/calls.ts'
import type * as cases from '../../../services/schemas/cases.ts'
import type * as customers from '../../../services/schemas/customers.ts'
import type * as flows from '../../../services/schemas/flows.ts'
import type * as numbers from '../../../services/schemas/numbers.ts'
import type * as people from '../../../services/schemas/people.ts'

// The server's own schemas, as types only: not a byte of them is in the bundle.
export type Role = people.Role
export type Me = z.infer<typeof people.me>
export type Person = people.PersonView
export type NewPerson = z.input<typeof people.newPerson>
export type PersonChange = z.input<typeof people.personChange>
export type Invitation = z.infer<typeof people.invitation>
export type LinkInfo = z.infer<typeof people.linkInfo>
export type LoginSession = z.infer<typeof people.loginSession>
export type ApiKey = z.infer<typeof people.apiKey>
export type NewApiKey = z.input<typeof people.newApiKey>
export type CreatedApiKey = z.infer<typeof people.createdApiKey>
export type Level = z.infer<typeof people.level>
export type CallRow = calls.CallRow
export type CallDetail = calls.CallDetail
export type CallStep = z.infer<typeof calls.callStep>
export type CallList = z.infer<typeof calls.callList>
export type Outcome = calls.Outcome
export type Identity = calls.Identity
export type CaseRef = z.infer<typeof calls.caseRef>
export type CaseDetail = z.infer<typeof cases.caseDetail>
export type CustomerRow = z.infer<typeof customers.customerRow>
export type CustomerDetail = z.infer<typeof customers.customerDetail>
export type CustomerChange = z.input<typeof customers.customerChange>
export type ContactPoint = z.infer<typeof customers.contactPoint>
export type PhoneNumber = z.infer<typeof numbers.phoneNumber>
export type NewPhoneNumber = z.input<typeof numbers.newPhoneNumber>
export type PhoneNumberChange = z.input<typeof numbers.phoneNumberChange>
export type Site = z.infer<typeof numbers.site>
export type FlowInfo = z.infer<typeof flows.flowInfo>
export type FlowDetail = z.infer<typeof flows.flowDetail>
export type FlowView = z.infer<typeof flows.flowView>
export type FlowFinding = z.infer<typeof flows.finding>
export type CheckedFlow = z.infer<typeof flows.checkedFlow>
export type FlowChange = z.infer<typeof flows.flowChange>
export type FlowPublication = z.infer<typeof flows.publication>
export type FlowTraffic = z.infer<typeof flows.flowTraffic>
export type Rehearsal = z.infer<typeof flows.rehearsal>
export type RehearsalCall = z.input<typeof flows.rehearsalCall>
export type RehearsalEvent = z.infer<typeof flows.rehearsalEvent>

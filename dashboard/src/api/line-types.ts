import type { z } from 'zod'
import type * as directory from '../../../services/schemas/directory.ts'
import type * as incidents from '../../../services/schemas/incidents.ts'
import type * as phone from '../../../services/schemas/phone.ts'

export type Incident = incidents.IncidentView
export type NewIncident = z.input<typeof incidents.newIncident>
export type DirectoryEntry = directory.DirectoryEntryView
export type DirectoryInput = z.input<typeof directory.directoryEntryInput>
export type Unmet = z.infer<typeof directory.unmetRow>
export type WebhookLogRow = phone.WebhookLogRow
export type PhoneFaultName = phone.PhoneFaultName

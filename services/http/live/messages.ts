import { z } from 'zod'

/** The Postgres channel: whoever commits a change that a page shows says so here, ids only. */
export const LIVE_CHANNEL = 'nightline_live'

const OURS = ['hello', 'resync', 'access']

/** What is notified: `SELECT pg_notify('nightline_live', '{"type":"call","id":"CA..."}')`. Type `access` (id of a person or key whose rights changed) is for the hub itself. */
export const liveNote = z.object({ type: z.string().min(1).max(40), id: z.string().min(1).max(200) })
export type LiveNote = z.infer<typeof liveNote>

/** "This changed": the page fetches it anew. `seq` grows by one with each; a gap means that something was missed. */
export const liveChange = liveNote.extend({ seq: z.number().int(), at: z.iso.datetime() })
export type LiveChange = z.infer<typeof liveChange>

/**
 * `hello` comes first, `resync` when the feed was lost for a moment: changes may have been missed, so the page fetches anew. The same
 * after a reconnection whose hello names another `stream` (another process) or a `seq` that the page has not seen.
 */
export const liveState = z.object({ type: z.enum(['hello', 'resync']), stream: z.uuid(), seq: z.number().int(), at: z.iso.datetime() })
export const liveMessage = z.union([liveState, liveChange])
export type LiveMessage = z.infer<typeof liveMessage>

/** Whether a note goes to pages. */
export function isForPages(note: LiveNote): boolean {
  return !OURS.includes(note.type)
}

/** Undefined for what is not a note: one bad sender must not end the stream for all. */
export function parseNote(payload: string | undefined): LiveNote | undefined {
  try {
    return liveNote.safeParse(JSON.parse(payload ?? '')).data
  } catch {
    return undefined
  }
}

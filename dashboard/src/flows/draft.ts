/** A changed text that is not published, and the version that it was made from. */
export type Draft = { source: string; replaces: string }

/** What this browser has kept; null for anything else than a draft. */
export const readDraft = (stored: string | null): Draft | null => {
  if (stored === null || stored === '') return null
  try {
    const read: unknown = JSON.parse(stored)
    if (typeof read !== 'object' || read === null || !('source' in read) || !('replaces' in read)) return null
    return typeof read.source === 'string' && typeof read.replaces === 'string' ? { source: read.source, replaces: read.replaces } : null
  } catch {
    return null
  }
}

/** What is left after a change of the text: no draft when it is what is in use already. */
export const changeDraft = (draft: Draft | null, source: string, live: { source: string; version: string }): Draft | null => {
  const replaces = draft?.replaces ?? live.version
  return source === live.source && replaces === live.version ? null : { source, replaces }
}

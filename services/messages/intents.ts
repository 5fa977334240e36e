import type { Channel } from './ways.ts'

/** What a customer is told by itself; `written` is what an agent sends. */
export type IntentKind = 'taken' | 'climbed' | 'solved' | 'late' | 'promise' | 'survey'
export type MessageKind = IntentKind | 'written'

/** How his case stands: of several that wait the newest says it all. */
export const NEWS: readonly MessageKind[] = ['taken', 'climbed', 'solved', 'late', 'promise']
/** So long a change waits for the next one. */
export const THROTTLE_SECONDS = 60
/** So long after the solution he is asked how satisfied he is. */
export const SURVEY_SECONDS = 1_800
/** An answer to it counts for so long. */
export const SURVEY_DAYS = 7

export type IntentCase = { id: string; status: string; reopenings: number; custodyId: string | null; promiseId: string | null }

/** The name of what he is to be told: whoever decides it again, he is told once. */
export function intentKey(kind: IntentKind, { id, reopenings, custodyId, promiseId }: IntentCase, about: string | undefined): string {
  return `${kind}:${id}:${about ?? defaultAbout()}`

  function defaultAbout(): string {
    switch (kind) {
      case 'taken':
      case 'climbed':
        return custodyId ?? String(reopenings)
      case 'late':
      case 'promise':
        return promiseId ?? String(reopenings)
      case 'solved':
        return String(reopenings)
      case 'survey':
        return 'once'
    }
  }
}

/** What nobody needs to be told any more: his case was solved, or reopened, before it went out. */
export function isStale(kind: MessageKind, status: string): boolean {
  if (kind === 'written') return false
  return status !== (kind === 'solved' || kind === 'survey' ? 'solved' : 'open')
}

/** By which channels: nobody can answer an e-mail of ours with a number from 1 to 5. */
export function channelsFor(kind: MessageKind, hasMail: boolean): Channel[] {
  return hasMail && kind !== 'survey' ? ['sms', 'email', 'call'] : ['sms', 'call']
}

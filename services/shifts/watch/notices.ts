import type { Duty, Gap, Interval, Leave, Presence } from '../../roster-rules/model.ts'
import { beginOfWork, SIGN_IN_EARLY_MINUTES } from '../../roster-rules/presence.ts'

/** So long before a gap begins it is told once more. */
export const SOON_HOURS = 24
/** So long after his shift's begin somebody is missed. */
export const LATE_MINUTES = 5

export type Words = { levels: ReadonlyMap<string, string>; sites: ReadonlyMap<string, string>; skills: ReadonlyMap<string, string> }
type Told = { key: string; body: Record<string, string | number | boolean | null> }

const iso = (instant: number): string => new Date(instant).toISOString()

/**
 * What is told about a gap. `looked` is the time in which gaps were looked for: one that reaches its edge has no begin or end that stays, so
 * neither is in the key, and it is not told anew with each look. A gap that was told before is told once more when it is near.
 */
export function gapNotice(gap: Gap, at: number, looked: Interval, { levels, sites, skills }: Words): Told {
  const { siteId, levelId, kind, skill, from, to, need, have } = gap
  const isSoon = from <= at + SOON_HOURS * 3_600_000
  const edges = [from === looked.from ? 'before' : iso(from), to === looked.to ? 'on' : iso(to)]
  return {
    key: ['gap', siteId, levelId, kind, skill ?? '', ...edges, ...(isSoon ? ['soon'] : [])].join('|'),
    body: {
      site: sites.get(siteId) ?? siteId,
      level: levels.get(levelId) ?? levelId,
      kind,
      skill: skill === null ? null : (skills.get(skill) ?? skill),
      from: iso(from),
      to: iso(to),
      need,
      have,
      isSoon,
    },
  }
}

/** Duties at a desk that began five minutes ago or longer. Those that have ended count too: the clock may have jumped. */
export function lateAt(at: number, duties: readonly Duty[]): Duty[] {
  return duties.filter((duty) => duty.kind === 'desk' && duty.from + LATE_MINUTES * 60_000 <= at)
}

/** He has not said in this shift (or just before it) that he is there, nor been on a call. Who is on leave is missed by nobody. */
export function isMissed(
  duty: Duty,
  at: number,
  { duties, leaves, presences }: { duties: readonly Duty[]; leaves: readonly Leave[]; presences: ReadonlyArray<Presence & { to: number | null }> },
): boolean {
  if (leaves.some((leave) => leave.personId === duty.personId && leave.from < duty.from + LATE_MINUTES * 60_000 && leave.to > duty.from)) return false
  const begin = beginOfWork(
    duty,
    duties.filter(({ personId }) => personId === duty.personId),
  )
  const until = Math.min(at, duty.to - 1)
  return !presences.some(({ personId, state, from, to }) => {
    if (personId !== duty.personId || from > until) return false
    return (from >= begin - SIGN_IN_EARLY_MINUTES * 60_000 && state !== 'away') || (state === 'onACall' && (to === null || to > begin))
  })
}

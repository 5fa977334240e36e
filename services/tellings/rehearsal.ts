import type { z } from 'zod'
import { HOURS_TO_THE_TOP } from '../escalation/deadline.ts'
import type { rehearsal } from '../schemas/pyramid.ts'
import type { PolicyRule } from '../schemas/rules.ts'
import { beginsAt, handsAt, kindOf, type TellingKind } from './times.ts'

type Step = z.infer<typeof rehearsal>['steps'][number]
type Named = { id: string; name: string }

/** An open case as it stands. */
export type RehearsedCase = {
  number: string
  severity: string
  levelId: string
  isAtTop: boolean
  owner: Named
  levelHead: Named
  dueTopAt: Date
  warnedHours: number
  olaDueAt: Date | null
  olaBreachedAt: Date | null
  lastSignAt: Date | null
  silenceToldAt: Date | null
  /** What it began with. */
  policy: PolicyRule
}
/** Somebody is being told already: from when on, and of which cases. */
export type RehearsedTelling = { kind: TellingKind; personId: string; startedAt: Date; cases: readonly string[] }

export type Rehearsed = {
  now: Date
  until: Date
  cases: readonly RehearsedCase[]
  tellings: readonly RehearsedTelling[]
  head: Named
  /** Who owns at the top what comes there at an instant. */
  topOwnerAt: (at: Date) => Named
  deputyAt: (at: Date) => Named | null
  /** Who keeps the level above this one. */
  nextKeeperAt: (levelId: string, at: Date) => Named | null
  /** As it stands now: tellings follow it, not what cases began with. */
  rule: PolicyRule['executive']
  zone: string
}

const HOUR = 3_600_000
/** What a row of `steps` is made of. */
type Happening = Omit<Step, 'at'> & { at: Date }
type Arrival = { caseNumber: string; severity: string; at: Date; owner: Named }

/** What would happen until `until` if nobody did anything: the same rules as the sweeper's, played without it. In order of time. */
export function rehearse(given: Rehearsed): Step[] {
  const { now, until, cases } = given
  const arrivals = cases.flatMap((one): Arrival[] => {
    if (one.isAtTop || one.dueTopAt > until) return []
    const at = latest(one.dueTopAt, now)
    return [{ caseNumber: one.number, severity: one.severity, at, owner: given.topOwnerAt(at) }]
  })
  const steps = [
    ...cases.flatMap((one) => [...warnings(one, given), ...breaches(one, given), ...silences(one, given, arrivals)]),
    ...arrivals.map(({ caseNumber, at, owner }): Happening => ({ at, caseNumber, what: 'top', who: [owner], ways: ['page', 'sms', 'email'] })),
    ...tellings(given, arrivals),
  ]
  return steps
    .filter(({ at }) => at >= now && at <= until)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.caseNumber.localeCompare(b.caseNumber) || ORDER.indexOf(a.what) - ORDER.indexOf(b.what))
    .map((step) => ({ ...step, at: step.at.toISOString() }))
}
const ORDER: ReadonlyArray<Step['what']> = ['warned', 'olaBreached', 'silent', 'top', 'told', 'deputy']

const latest = (a: Date, b: Date): Date => (a > b ? a : b)

function warnings(one: RehearsedCase, { now, nextKeeperAt }: Rehearsed): Happening[] {
  if (one.isAtTop) return []
  const left = one.policy.warnAtHours
    .filter((hours) => Math.ceil(hours) > one.warnedHours)
    .map((hours) => new Date(one.dueTopAt.getTime() - (HOURS_TO_THE_TOP - hours) * HOUR))
    .sort((a, b) => a.getTime() - b.getTime())
  // Of those that are overdue only the last one is given.
  const overdue = left.filter((at) => at <= now)
  return [...(overdue.length > 0 && one.dueTopAt > now ? [now] : []), ...left.filter((at) => at > now)].map((at) => {
    const next = nextKeeperAt(one.levelId, at)
    const who = next && next.id !== one.owner.id ? [one.owner, next] : [one.owner]
    return { at, caseNumber: one.number, what: 'warned', who, ways: ['page'] }
  })
}

function breaches({ number, olaDueAt, olaBreachedAt, dueTopAt, isAtTop, levelHead }: RehearsedCase, { now }: Rehearsed): Happening[] {
  // At the top another agreement holds, or none.
  if (olaDueAt === null || olaBreachedAt !== null || (!isAtTop && olaDueAt >= dueTopAt)) return []
  return [{ at: latest(olaDueAt, now), caseNumber: number, what: 'olaBreached', who: [levelHead], ways: ['page'] }]
}

function silences({ number, lastSignAt, silenceToldAt, owner, policy }: RehearsedCase, { now }: Rehearsed, arrivals: readonly Arrival[]): Happening[] {
  if (lastSignAt === null || silenceToldAt !== null) return []
  const at = latest(new Date(lastSignAt.getTime() + policy.silentHours * HOUR), now)
  const atTop = arrivals.find((one) => one.caseNumber === number && one.at <= at)
  return [{ at, caseNumber: number, what: 'silent', who: [atTop?.owner ?? owner], ways: ['page'] }]
}

/** Who comes to the top is told by phone, with those who came before; unanswered for long enough the deputy has them, who is called at once. */
function tellings({ now, tellings: open, head, deputyAt, rule, zone }: Rehearsed, arrivals: readonly Arrival[]): Happening[] {
  const steps: Happening[] = []
  for (const kind of ['loud', 'digest'] as const) {
    const coming = arrivals.filter(({ severity }) => kindOf(severity) === kind).sort((a, b) => a.at.getTime() - b.at.getTime())
    const begun = open.find((telling) => telling.kind === kind && telling.personId === head.id)
    let telling = begun && { startedAt: begun.startedAt, cases: [...begun.cases] }
    const hand = (): void => {
      if (!telling) return
      const at = latest(handsAt(telling.startedAt, rule), now)
      const deputy = deputyAt(at)
      if (deputy)
        steps.push(...telling.cases.map((caseNumber): Happening => ({ at, caseNumber, what: 'deputy', who: [deputy], ways: ['page', 'sms', 'email', 'call'] })))
      telling = undefined
    }
    for (const { caseNumber, at, owner } of coming) {
      if (telling && at >= handsAt(telling.startedAt, rule) && deputyAt(at)) hand()
      const startedAt = beginsAt(kind, at, rule, zone)
      if (owner.id !== head.id) {
        steps.push({ at: startedAt, caseNumber, what: 'told', who: [owner], ways: ['call'] })
        continue
      }
      telling ??= { startedAt, cases: [] }
      telling.cases.push(caseNumber)
      steps.push({ at: latest(telling.startedAt, at), caseNumber, what: 'told', who: [owner], ways: ['call'] })
    }
    hand()
  }
  return steps
}

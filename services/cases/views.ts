import type { CaseChannel, CaseDetail, CaseRow } from '../schemas/cases.ts'
import type { ReasonRule, ScoreRule } from '../schemas/rules.ts'
import { scoreOf, type ScoreFacts } from './score.ts'

type Ref = { id: string; name: string }

/** A case as it is read for lists. */
export type CaseRecord = ScoreFacts & {
  id: string
  number: string
  title: string
  reason: string
  status: CaseRow['status']
  channel: CaseChannel
  customer: Ref | null
  callSid: string | null
  level: CaseRow['level']
  owner: Ref | null
  isKeeper: boolean | null
  dueTopAt: Date
  toppedAt: Date | null
  olaDueAt: Date | null
  olaBreachedAt: Date | null
  endedAt: Date | null
  lastSignAt: Date | null
}

export type Scoring = { rule: { body: ScoreRule; version: number }; now: Date }

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

export function caseRowView(row: CaseRecord, { rule, now }: Scoring): CaseRow {
  return {
    number: row.number,
    title: row.title,
    reason: row.reason,
    severity: row.severity,
    status: row.status,
    channel: row.channel,
    isDistressed: row.isDistressed,
    customer: row.customer,
    callSid: row.callSid,
    level: row.level,
    owner: row.owner,
    isUnattended: row.isKeeper === true,
    openedAt: row.openedAt.toISOString(),
    dueTopAt: row.dueTopAt.toISOString(),
    toppedAt: iso(row.toppedAt),
    olaDueAt: iso(row.olaDueAt),
    olaBreachedAt: iso(row.olaBreachedAt),
    endedAt: iso(row.endedAt),
    promisedAt: iso(row.promisedAt),
    lastSignAt: iso(row.lastSignAt),
    score: row.status === 'open' ? scoreOf(row, rule, now) : null,
  }
}

/** In the reader's language, else in English, else in any. */
export const inLanguage = (texts: Readonly<Record<string, string>>, language: string): string => texts[language] ?? texts['en'] ?? Object.values(texts)[0] ?? ''

/** What the reason asks for, and what is known of it. */
export function checklistOf(reason: ReasonRule | undefined, facts: Readonly<Record<string, string>>, language: string): CaseDetail['checklist'] {
  return (reason?.asks ?? []).map(({ name, question, isRequired, choices }) => ({
    name,
    question: inLanguage(question, language),
    isRequired,
    choices,
    value: valueOf(facts, name) ?? null,
  }))
}

/** An answer of blanks is none. */
const valueOf = (facts: Readonly<Record<string, string>>, name: string): string | undefined => facts[name]?.trim() || undefined

export const missingNames = (reason: ReasonRule | undefined, facts: Readonly<Record<string, string>>): string[] =>
  (reason?.asks ?? []).filter(({ name, isRequired }) => isRequired && valueOf(facts, name) === undefined).map(({ name }) => name)

/** Share of what the reason asks for that is there, 0 to 100; of nothing asked everything is there. */
export function completenessOf(reason: ReasonRule | undefined, facts: Readonly<Record<string, string>>): number {
  const asks = reason?.asks ?? []
  if (asks.length === 0) return 100
  return Math.round((100 * asks.filter(({ name }) => valueOf(facts, name) !== undefined).length) / asks.length)
}

type At = Date
type Promised = {
  id: string
  kind: string
  toWhom: string
  madeAt: At
  dueAt: At
  keptAt: At | null
  replacedAt: At | null
  reason: string | null
}
type Held = {
  person: Ref
  fromAt: At
  toAt: At | null
  how: string
  reason: string | null
  levelId: string | null
  isKeeper: boolean
  movedById: string | null
  readAt: At | null
}
type Missing = { id: string; name: string; question: string; fault: string; askedById: string; askedAt: At; answer: string | null; answeredAt: At | null }
type Asked = {
  id: string
  department: Ref
  text: string
  askedById: string
  askedAt: At
  dueAt: At
  answer: string | null
  answeredAt: At | null
  breachedAt: At | null
}
type Happened = { id: string; at: At; person: Ref | null; kind: string; body: unknown; isInternal: boolean }
type Told = {
  id: string
  kind: string
  channel: string | null
  to: string | null
  subject: string | null
  text: string
  state: string
  createdAt: At
  dueAt: At
}

/** A case with all that hangs on it. */
export type CaseWhole = {
  facts: unknown
  words: string
  acknowledgement: string | null
  acknowledgedAt: At | null
  completeness: number | null
  policyVersion: number
  reasonVersion: number
  solution: string | null
  satisfiedBy: string | null
  endReason: string | null
  joinedTo: { number: string } | null
  joined: ReadonlyArray<{ number: string }>
  promises: readonly Promised[]
  messages: ReadonlyArray<{ sid: string; callSid: string; seconds: number; receivedAt: At }>
  outgoing: readonly Told[]
  custodies: readonly Held[]
  missing: readonly Missing[]
  subTasks: readonly Asked[]
  events: readonly Happened[]
  rating: { score: number; why: string; givenAt: At } | null
}

/** Names of people and levels by id. */
export type CaseNames = { people: ReadonlyMap<string, string>; levels: ReadonlyMap<string, string> }
export type CaseReading = { checklist: CaseDetail['checklist']; moves: CaseDetail['moves']; names: CaseNames }

export function caseDetailView(row: CaseRow, whole: CaseWhole, { checklist, moves, names }: CaseReading): CaseDetail {
  const person = (id: string): Ref => ({ id, name: names.people.get(id) ?? '?' })
  return {
    ...row,
    facts: whole.facts as CaseDetail['facts'],
    words: whole.words,
    acknowledgement: whole.acknowledgement,
    acknowledgedAt: iso(whole.acknowledgedAt),
    completeness: whole.completeness,
    checklist,
    policyVersion: whole.policyVersion,
    reasonVersion: whole.reasonVersion,
    solution: whole.solution,
    satisfiedBy: whole.satisfiedBy,
    endReason: whole.endReason,
    joinedTo: whole.joinedTo?.number ?? null,
    joined: whole.joined.map(({ number }) => number),
    promises: whole.promises.map(promiseView),
    messages: whole.messages.map(({ sid, callSid, seconds, receivedAt }) => ({ sid, callSid, seconds, receivedAt: receivedAt.toISOString() })),
    outgoing: whole.outgoing.map(outgoingView),
    custodies: whole.custodies.map((custody) => custodyView(custody, names)),
    missing: whole.missing.map(({ askedById, ...fact }) => missingView(fact, person(askedById))),
    subTasks: whole.subTasks.map(({ askedById, ...task }) => subTaskView(task, person(askedById))),
    events: whole.events.map(eventView),
    rating: whole.rating && { score: whole.rating.score, why: whole.rating.why, givenAt: whole.rating.givenAt.toISOString() },
    moves,
  }
}

export function promiseView({ id, kind, toWhom, madeAt, dueAt, keptAt, replacedAt, reason }: Promised): CaseDetail['promises'][number] {
  return { id, kind, toWhom, madeAt: madeAt.toISOString(), dueAt: dueAt.toISOString(), keptAt: iso(keptAt), replacedAt: iso(replacedAt), reason }
}

function custodyView(custody: Held, { people, levels }: CaseNames): CaseDetail['custodies'][number] {
  const { person, fromAt, toAt, how, reason, levelId, isKeeper, movedById, readAt } = custody
  return {
    person: { id: person.id, name: person.name },
    fromAt: fromAt.toISOString(),
    toAt: iso(toAt),
    how: how as CaseDetail['custodies'][number]['how'],
    reason,
    level: levelId === null ? null : (levels.get(levelId) ?? null),
    isKeeper,
    movedBy: movedById === null ? null : { id: movedById, name: people.get(movedById) ?? '?' },
    readAt: iso(readAt),
  }
}

export function missingView(fact: Omit<Missing, 'askedById'>, askedBy: Ref): CaseDetail['missing'][number] {
  const { id, name, question, fault, askedAt, answer, answeredAt } = fact
  return { id, name, question, fault: fault as 'ours' | 'new', askedBy, askedAt: askedAt.toISOString(), answer, answeredAt: iso(answeredAt) }
}

export function subTaskView(task: Omit<Asked, 'askedById'>, askedBy: Ref): CaseDetail['subTasks'][number] {
  const { id, department, text, askedAt, dueAt, answer, answeredAt, breachedAt } = task
  const at = { askedAt: askedAt.toISOString(), dueAt: dueAt.toISOString(), answeredAt: iso(answeredAt), breachedAt: iso(breachedAt) }
  return { id, department: { id: department.id, name: department.name }, text, askedBy, answer, ...at }
}

function eventView({ id, at, person, kind, body, isInternal }: Happened): CaseDetail['events'][number] {
  const event = { id, at: at.toISOString(), person: person && { id: person.id, name: person.name }, isInternal }
  return { ...event, kind: kind as CaseDetail['events'][number]['kind'], body: body as Record<string, unknown> }
}

function outgoingView({ id, kind, channel, to, subject, text, state, createdAt, dueAt }: Told): CaseDetail['outgoing'][number] {
  type Outgoing = CaseDetail['outgoing'][number]
  const sent = { channel: channel as Outgoing['channel'], state: state as Outgoing['state'] }
  return { id, kind, to, subject, text, ...sent, createdAt: createdAt.toISOString(), dueAt: dueAt.toISOString() }
}

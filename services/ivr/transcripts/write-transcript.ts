import { DateTime } from 'luxon'
import { stringify } from 'yaml'
import type { CallEvent } from '../../telephony/provider.ts'
import { isSecret, type Flow } from '../flow.ts'
import { edgeCount } from '../paths/edges.ts'
import type { LogEntry, Session } from '../session.ts'
import { compare, type OutcomeOf } from './compare.ts'
import { parseTranscript } from './parse-transcript.ts'
import { callOf, type Caller, type Player } from './replay.ts'
import type { TranscriptLine, WrittenTranscript } from './transcript-file.ts'
import { witnessOf } from './witness.ts'

/** A call as it is stored: where it stood last, and the log of each turn. */
export type StoredCall = {
  title: string
  flow: Flow
  session: Session
  /** Epoch milliseconds. */
  turns: ReadonlyArray<{ at: number; log: readonly LogEntry[] }>
  outcome: NonNullable<WrittenTranscript['ends']>['outcome'] | null
}
/** `unsure`: what was said and cannot be said again from what is stored; the transcript passes over it. */
export type SavedTranscript = { source: string; unsure: string[] }

type Line = WrittenTranscript['lines'][number]
const header = '# yaml-language-server: $schema=../transcript.schema.json\n'
const talkSeconds = 60

/** A call becomes a transcript that goes the same way again. */
export function writeTranscript(call: StoredCall, outcomeOf: OutcomeOf): SavedTranscript {
  const { lines, answers } = linesOf(call)
  const { session, flow } = call
  const { outcome, ...rest } = endsOf(call)
  const transcript: WrittenTranscript = {
    title: call.title,
    flow: flow.id,
    ...writtenCaller(call),
    answers,
    lines,
    ends: { ...rest, ...(outcome && { outcome }) },
  }
  const unsure: string[] = []
  for (let tries = 0; tries <= lines.length; tries += 1) {
    const source = header + stringify(transcript, { lineWidth: 0 })
    const read = parseTranscript(source)
    if ('faults' in read) throw new Error(`call to ${session.flow}: its transcript does not fit the schema: ${read.faults[0]?.message}`)
    const { difference } = compare(flow, read.transcript, { edges: edgeCount(flow), outcomeOf })
    if (difference === null) return { source, unsure }
    const [where, n] = difference.at
    const line = where === 'lines' && typeof n === 'number' ? transcript.lines[n] : undefined
    if (typeof line === 'object' && 'heard' in line) {
      unsure.push(line.heard)
      transcript.lines = transcript.lines.map((one, at) => (at === n ? { heard: '*' } : one))
    } else {
      unsure.push(`${difference.expected} (${difference.heard})`)
      if (where !== 'ends') return { source, unsure }
      transcript.ends = {}
    }
  }
  return { source: header + stringify(transcript, { lineWidth: 0 }), unsure }
}

/** Plays the call again beside its log, turn by turn, and writes down what is heard, done and answered. */
function linesOf(call: StoredCall): { lines: Line[]; answers: NonNullable<WrittenTranscript['answers']> } {
  const { flow, session, turns } = call
  const witness = witnessOf(flow, session)
  witness.reads(turns[0]?.log ?? [])
  const player = callOf(flow, { ...callerOf(call), to: session.call.to ?? '+493023125100' }, { edges: edgeCount(flow), tell: witness.tell })
  const lines: Line[] = heardIn(turns[0]?.log ?? [])
  for (const [n, { at, log }] of turns.entries()) {
    if (n === 0 || player.session().isOver) continue
    const seconds = Math.round((at - (turns[n - 1]?.at ?? at)) / 1_000)
    witness.reads(log)
    const done = doneIn(log, player)
    if (done === undefined) lines.push(...comesBack(player, seconds))
    else {
      // How long it rang counts against the patience of the step.
      if (player.last().verb === 'dial') lines.push({ passes: `${seconds} s` })
      lines.push(done.line)
      player.happens(done.event, seconds)
    }
    lines.push(...heardIn(log))
  }
  if (!session.isOver) lines.push(...(call.outcome === 'answered' && player.last().verb === 'dial' ? [{ dial: 'answered' } as const] : []), 'hangsUp')
  return { lines: joinPasses(lines), answers: witness.answers() }
}

const heardIn = (log: readonly LogEntry[]): Line[] => log.flatMap((entry) => (entry.kind === 'said' || entry.kind === 'asked' ? [{ heard: entry.text }] : []))

/** While he holds, time passes; who waits for a result need not know how long. */
function comesBack(player: Player, seconds: number): Line[] {
  const isHolding = player.session().position?.awaiting !== 'result'
  const round = player.comesBackIn() ?? 0
  if (player.comesBackIn() !== undefined) player.comesBack(seconds)
  return isHolding && round > 0 ? [{ passes: `${round} s` }] : []
}

function joinPasses(lines: readonly Line[]): Line[] {
  const joined: Line[] = []
  for (const line of lines) {
    const before = joined.at(-1)
    const both = [before, line].map((one) => (typeof one === 'object' && 'passes' in one ? Number.parseInt(one.passes) : null))
    if (typeof both[0] === 'number' && typeof both[1] === 'number') joined[joined.length - 1] = { passes: `${both[0] + both[1]} s` }
    else joined.push(line)
  }
  return joined
}

type Done = { line: Exclude<TranscriptLine, 'hangsUp' | { heard: string } | { passes: string }>; event: CallEvent }

/** What the caller did in this turn, or how ringing ended; undefined when the line came back by itself. */
function doneIn(log: readonly LogEntry[], player: Player): Done | undefined {
  for (const entry of log) {
    switch (entry.kind) {
      case 'pressed': {
        const digits = unmasked(entry, player)
        return { line: { pressed: digits }, event: { kind: 'keys', digits } }
      }
      case 'spoke': {
        const { text, confidence } = entry
        return {
          line: { said: confidence === undefined ? text : { text, confidence } },
          event: { kind: 'speech', text, ...(confidence !== undefined && { confidence }) },
        }
      }
      case 'silent':
        return { line: 'silence', event: { kind: 'noInput' } }
      case 'dialEnded': {
        const { result } = entry
        if (result !== 'answered' && result !== 'busy' && result !== 'noAnswer' && result !== 'failed' && result !== 'canceled') return undefined
        return { line: { dial: result }, event: { kind: 'dialEnded', result, talkSeconds: result === 'answered' ? talkSeconds : 0 } }
      }
      case 'recorded':
        return {
          line: { recorded: entry.seconds },
          event: { kind: 'recorded', recordingSid: 'RE1', url: 'https://recordings.example/RE1', seconds: entry.seconds },
        }
      default:
        continue
    }
  }
  return undefined
}

/** A PIN, or a number that was no case, is not in the log: any digits do, for the answer to them is. */
function unmasked({ step, digits }: Extract<LogEntry, { kind: 'pressed' }>, player: Player): string {
  const at = player.flow.steps.get(step)
  if (isSecret(at)) return '0'.repeat(at?.do === 'gather' ? at.minDigits : 4)
  if (at?.do === 'presence' && digits.includes('*')) return '0000'
  return at?.do === 'caseStatus' && digits.length > 2 ? digits.replaceAll('*', '1') : digits
}

function endsOf({ session, turns, outcome }: StoredCall): NonNullable<WrittenTranscript['ends']> {
  const effects = turns.flatMap(({ log }) => log.flatMap((entry) => (entry.kind === 'effect' ? [entry.effect] : [])))
  const captured = Object.fromEntries(Object.entries(session.captured).map(([name, { value }]) => [name, value]))
  return { ...(outcome && { outcome }), effects, ...(Object.keys(captured).length > 0 && { captured }) }
}

function callerOf(call: StoredCall): Omit<Caller, 'to'> {
  const { flow, session, turns } = call
  const number = session.call.from ?? 'withheld'
  const spoken = turns.flatMap(({ log }) => log).find((entry) => entry.kind === 'said' || entry.kind === 'asked')
  const zone = session.place?.zone ?? flow.zone
  return {
    at:
      DateTime.fromMillis(turns[0]?.at ?? 0, { zone })
        .startOf('second')
        .toISO({ suppressMilliseconds: true }) ?? '',
    ...(zone !== flow.zone && { zone }),
    language: spoken?.language ?? session.language,
    caller: { number, staff: (session.staff ?? []).length > 0, ...(session.customer && { customer: session.customer.name }) },
  }
}

/** As short as a person would write it. */
function writtenCaller(call: StoredCall): Pick<WrittenTranscript, 'at' | 'zone' | 'language' | 'caller' | 'to'> {
  const { caller, ...when } = callerOf(call)
  const { number, staff, customer } = typeof caller === 'string' ? { number: caller, staff: false } : caller
  const isPlain = !staff && customer === undefined
  return {
    ...when,
    caller: isPlain ? number : { number, ...(staff && { staff }), ...(customer !== undefined && { customer }) },
    ...(call.session.call.to !== null && { to: call.session.call.to }),
  }
}

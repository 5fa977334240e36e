import type { CallEvent } from '../../telephony/provider.ts'
import type { Flow } from '../flow.ts'
import type { edgeCount } from '../paths/edges.ts'
import type { Path } from '../findings.ts'
import type { Session } from '../session.ts'
import { tellFrom } from './program.ts'
import { callOf, NotAnswered, type Player } from './replay.ts'
import type { Transcript, TranscriptLine } from './transcript-file.ts'

/** Where the call went otherwise. `at` is the place in the file. */
export type Difference = { at: Path; expected: string; heard: string }
type Outcome = NonNullable<Transcript['ends']['outcome']>
/** How a call that has ended is named; the line's own rule (calls/outcome.ts) is handed in. */
export type OutcomeOf = (ended: { achieved: Session['achieved']; hasFailed: boolean }) => Outcome
type Compared = { player: Player | null; difference: Difference | null }

/** More returns than this without anything expected: the line waits for what never comes. */
const mostReturns = 2_000
const actSeconds = 3
const talkSeconds = 60

/** Plays a transcript against a flow, up to the first difference: what follows would only be its consequence. */
export function compare(flow: Flow, transcript: Transcript, { edges, outcomeOf }: { edges: ReturnType<typeof edgeCount>; outcomeOf: OutcomeOf }): Compared {
  let at: Path = ['title']
  let player: Player | null = null
  try {
    player = callOf(flow, transcript, { edges, tell: tellFrom(transcript) })
    let passed: number | undefined
    for (const [n, line] of transcript.lines.entries()) {
      at = ['lines', n]
      if (typeof line === 'object' && 'passes' in line) {
        passed = passTime(player, line.passes)
        continue
      }
      const difference = typeof line === 'object' && 'heard' in line ? hear(player, line.heard) : act(player, line, passed)
      if (difference !== undefined) return { player, difference: { at, ...difference } }
      if (typeof line !== 'object' || !('heard' in line)) passed = undefined
    }
    at = ['ends']
    return { player, difference: compareEnd(player, transcript, outcomeOf) }
  } catch (error) {
    if (!(error instanceof NotAnswered)) throw error
    return { player, difference: { at, expected: 'an answer of the program', heard: error.message } }
  }
}

type Otherwise = Omit<Difference, 'at'>

/** The line goes on by itself until it has said this. */
function hear(player: Player, expected: string): Otherwise | undefined {
  const pattern = new RegExp(
    expected
      .split('*')
      .map((part) => part.trim().split(/\s+/).map(escaped).join('\\s+'))
      .join('.*?'),
    'su',
  )
  for (let returns = 0; ; returns += 1) {
    const found = pattern.exec(player.heard())
    if (found !== null) {
      player.forget(found.index + found[0].length)
      return undefined
    }
    if (player.comesBackIn() === undefined || returns >= mostReturns) return { expected, heard: player.heard() || standing(player) }
    player.comesBack()
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/** While the line waits or he holds it comes back meanwhile. Returns what is left of the time for what happens next. */
function passTime(player: Player, written: string): number | undefined {
  const [count = '0', unit] = written.split(' ')
  let left = Number(count) * (unit === 'min' ? 60 : 1)
  for (let round = player.comesBackIn(); round !== undefined && round <= left; round = player.comesBackIn()) {
    player.comesBack(round)
    left -= round
  }
  return left > 0 && player.comesBackIn() === undefined ? left : undefined
}

type Act = Exclude<TranscriptLine, { heard: string } | { passes: string }>

/** The caller does something, or somebody he is connected with; the line must be ready for it. */
function act(player: Player, line: Act, passed: number | undefined): Otherwise | undefined {
  if (line === 'hangsUp') return player.session().isOver ? { expected: 'the caller hangs up', heard: standing(player) } : undefined
  const verb = typeof line === 'string' ? undefined : 'recorded' in line ? 'record' : 'dial' in line ? 'dial' : 'gather'
  const isReady = (): boolean => {
    const last = player.last()
    if (player.session().isOver) return false
    if (verb === undefined) return (last.verb === 'gather' && player.session().position?.awaiting !== 'hold') || last.verb === 'record'
    return last.verb === verb && (last.verb !== 'gather' || last.accepts.includes(typeof line === 'object' && 'said' in line ? 'speech' : 'keys'))
  }
  for (let returns = 0; !isReady(); returns += 1) {
    if (player.comesBackIn() === undefined || returns >= mostReturns) return { expected: JSON.stringify(line), heard: standing(player) }
    player.comesBack()
  }
  const { event, seconds } = eventOf(player, line)
  player.happens(event, passed ?? seconds)
  return undefined
}

/** What the caller, or somebody he is connected with, does becomes an event of the line, and how long it takes. */
export function eventOf(player: Player, line: Exclude<Act, 'hangsUp'>): { event: CallEvent; seconds: number } {
  const last = player.last()
  const timeout = last.verb === 'gather' || last.verb === 'dial' ? last.timeoutSeconds : last.verb === 'record' ? last.silenceSeconds : 0
  if (line === 'silence') return { event: { kind: 'noInput' }, seconds: timeout }
  if ('pressed' in line) return { event: { kind: 'keys', digits: line.pressed }, seconds: actSeconds }
  if ('said' in line) return { event: { kind: 'speech', ...(typeof line.said === 'string' ? { text: line.said } : spoken(line.said)) }, seconds: actSeconds }
  if ('recorded' in line) {
    return { event: { kind: 'recorded', recordingSid: 'RE1', url: 'https://recordings.example/RE1', seconds: line.recorded }, seconds: line.recorded }
  }
  const isAnswered = line.dial === 'answered'
  const ended = { kind: 'dialEnded', result: line.dial, talkSeconds: isAnswered ? talkSeconds : 0 } as const
  return { event: ended, seconds: isAnswered ? talkSeconds : timeout }
}

const spoken = ({ text, confidence }: { text: string; confidence?: number | undefined }) => ({ text, ...(confidence !== undefined && { confidence }) })

function compareEnd(player: Player, { ends, lines }: Transcript, outcomeOf: OutcomeOf): Difference | null {
  const difference = (at: string, expected: string, heard: string): Difference => ({ at: ['ends', at], expected, heard })
  if (lines.at(-1) !== 'hangsUp') {
    for (let returns = 0; player.comesBackIn() !== undefined && returns < mostReturns; returns += 1) player.comesBack()
    if (!player.session().isOver) return { at: ['lines', lines.length - 1], expected: 'the line ends the call', heard: standing(player) }
  }
  const { achieved, captured } = player.session()
  const outcome = outcomeOf({ achieved, hasFailed: player.log.some(({ kind }) => kind === 'failed') })
  if (ends.outcome !== undefined && ends.outcome !== outcome) return difference('outcome', ends.outcome, outcome)
  const effects = player.effects.map(({ kind }) => kind).join(', ')
  if (ends.effects !== undefined && ends.effects.join(', ') !== effects) return difference('effects', ends.effects.join(', '), effects)
  const other = Object.entries(ends.captured ?? {}).find(([name, value]) => captured[name]?.value !== value)
  return other === undefined ? null : difference('captured', `${other[0]}: ${other[1]}`, `${other[0]}: ${captured[other[0]]?.value ?? 'nothing'}`)
}

/** What the line does at the moment, for whoever expected something else. */
function standing(player: Player): string {
  const { isOver, position } = player.session()
  const last = player.last()
  const where = ` at step "${position?.step ?? ''}"`
  if (isOver) return `the line has ended the call${where}`
  const doing = { gather: 'the line listens', dial: 'somebody is rung', record: 'a message is recorded', continue: 'the line waits' }
  const accepts = last.verb === 'gather' ? ` to ${last.accepts.join(' and ')}` : ''
  return `${last.verb in doing ? doing[last.verb as keyof typeof doing] : last.verb}${accepts}${where}${player.heard() === '' ? '' : `: ${player.heard()}`}`
}

import type { z } from 'zod'
import type { rehearsal, rehearsalCall, rehearsalEvent } from '../../schemas/flows.ts'
import type { Flow } from '../flow.ts'
import { edgeCount } from '../paths/edges.ts'
import { eventOf, type OutcomeOf } from '../transcripts/compare.ts'
import { tellFrom } from '../transcripts/program.ts'
import { callOf, type Player } from '../transcripts/replay.ts'
import { callIn } from './world.ts'

export type RehearsalCall = Omit<z.output<typeof rehearsalCall>, 'source'>
export type Rehearsal = z.input<typeof rehearsal>
type RehearsalEvent = z.output<typeof rehearsalEvent>

/** More returns than this without anything to do for the caller: the flow waits for what never comes. */
const mostReturns = 500

/** Plays a call from its beginning, up to the first event that does not fit where it stands: the draft may have changed since. */
export function rehearse(flow: Flow, { events, ...world }: RehearsalCall, outcomeOf: OutcomeOf): Rehearsal {
  const call = callIn(flow, world)
  const player = callOf(flow, call, { edges: edgeCount(flow), tell: tellFrom(call) })
  const lines: Rehearsal['lines'] = []
  let read = 0
  const hear = (): void => {
    waitOut(player)
    for (const entry of player.log.slice(read)) {
      if ((entry.kind === 'said' || entry.kind === 'asked') && entry.text !== '') {
        lines.push({ by: 'line', text: entry.text, language: entry.language, step: entry.step })
      }
    }
    read = player.log.length
  }
  hear()
  let played = 0
  for (const event of events) {
    if (!fits(player, event)) break
    lines.push({ by: 'caller', ...inWords(event), step: stepOf(player) })
    happen(player, event)
    hear()
    played += 1
  }
  const { achieved, isOver } = player.session()
  const hasFailed = player.log.some(({ kind }) => kind === 'failed')
  return {
    lines,
    step: stepOf(player),
    ...waitingIn(player),
    played,
    effects: player.effects.map(({ kind }) => kind),
    ended: isOver,
    outcome: isOver ? outcomeOf({ achieved, hasFailed }) : null,
  }
}

/** The line comes back by itself until it wants something of the caller; results are there at once. */
function waitOut(player: Player): void {
  for (let returns = 0; player.last().verb === 'continue' && !player.session().isOver && returns < mostReturns; returns += 1) player.comesBack()
}

function happen(player: Player, did: RehearsalEvent): void {
  // Who holds and does nothing hears more of it; for how long, the step says.
  if (did === 'silence' && isHolding(player)) return player.comesBack()
  const { event, seconds } = eventOf(player, did)
  player.happens(event, seconds)
}

const isHolding = (player: Player): boolean => player.session().position?.awaiting === 'hold'

/** Where the call stands; once it is over, where it ended. */
function stepOf(player: Player): string {
  return (player.session().isOver ? player.log.at(-1)?.step : player.session().position?.step) ?? player.flow.start
}

function fits(player: Player, event: RehearsalEvent): boolean {
  if (player.session().isOver) return false
  const last = player.last()
  if (event === 'silence') return last.verb === 'gather' || last.verb === 'record'
  if ('pressed' in event) return last.verb === 'gather' && last.accepts.includes('keys')
  if ('said' in event) return last.verb === 'gather' && last.accepts.includes('speech')
  return last.verb === ('recorded' in event ? 'record' : 'dial')
}

function inWords(event: RehearsalEvent): Pick<Extract<Rehearsal['lines'][number], { by: 'caller' }>, 'did' | 'text'> {
  if (event === 'silence') return { did: 'silence', text: '' }
  if ('pressed' in event) return { did: 'pressed', text: event.pressed }
  if ('said' in event) return { did: 'said', text: event.said }
  return 'recorded' in event ? { did: 'recorded', text: String(event.recorded) } : { did: 'dial', text: event.dial }
}

type Waiting = Pick<Rehearsal, 'waitingFor' | 'hearsWords' | 'mostKeys' | 'lastKey'>

function waitingIn(player: Player): Waiting {
  const none = { hearsWords: false, mostKeys: null, lastKey: null }
  const last = player.last()
  if (player.session().isOver) return { ...none, waitingFor: 'nothing' }
  if (last.verb === 'record') return { ...none, waitingFor: 'recording' }
  if (last.verb === 'dial') return { ...none, waitingFor: 'phone' }
  if (last.verb !== 'gather') return { ...none, waitingFor: 'nothing' }
  const hasKeys = last.accepts.includes('keys')
  return {
    waitingFor: isHolding(player) ? 'hold' : hasKeys ? 'keys' : 'words',
    hearsWords: last.accepts.includes('speech'),
    mostKeys: last.maxDigits ?? null,
    lastKey: last.finishOnKey ?? null,
  }
}

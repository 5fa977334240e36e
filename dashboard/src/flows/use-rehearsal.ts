import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import type { FlowDetail, RehearsalCall, RehearsalEvent } from '../api/types.ts'
import { readWallTime } from '../format/wall-time.ts'
import { browserSpeaker, silentSpeaker } from '../phone/speaker.ts'
import { rehearseQuery } from './api.ts'
import type { FlowDraft } from './use-draft.ts'

export type World = Required<Pick<RehearsalCall, 'language' | 'caller' | 'people' | 'opening'>> & { date: string; time: string }

/** What the server plays at most. */
const MOST_EVENTS = 60
const QUARTER_PAST_TEN = '10:15'

/** A call to the draft, played anew from its beginning with each thing that is done in it. */
export const useRehearsal = (flow: FlowDetail, draft: FlowDraft, onStep: (step: string | null) => void) => {
  const [world, setWorld] = useState<World>(() => ({
    language: flow.languages[0] ?? 'en',
    caller: 'known',
    people: 'free',
    opening: 'byClock',
    date: new Date().toISOString().slice(0, 10),
    time: QUARTER_PAST_TEN,
  }))
  const [events, setEvents] = useState<readonly RehearsalEvent[]>([])
  const [hasSound, setSound] = useState(false)
  const { date, time, ...who } = world
  const at = `${date}T${readWallTime(time) ?? QUARTER_PAST_TEN}`
  const query = useQuery(rehearseQuery(flow.flow, flow.version, { ...who, at, events: [...events], ...(draft.isDraft && { source: draft.source }) }))
  const heard = query.isError ? undefined : query.data
  // A step within a subflow is "step/its own"; the drawing has the outer one.
  useStanding(heard?.step.split('/')[0] ?? null, onStep)
  useVoice(heard, hasSound)
  const begin = () => setEvents([])
  return {
    world,
    heard,
    fault: query.error,
    isBusy: query.isPlaceholderData || query.isPending,
    isFull: events.length >= MOST_EVENTS,
    hasSound,
    setSound,
    begin,
    retry: () => void query.refetch(),
    change: (next: Partial<World>) => {
      setWorld({ ...world, ...next })
      begin()
    },
    happens: (event: RehearsalEvent) => setEvents([...events.slice(0, heard?.played), event]),
  }
}

export type RehearsalState = ReturnType<typeof useRehearsal>

const useStanding = (step: string | null, onStep: (step: string | null) => void) => {
  const tell = useEffectEvent(onStep)
  useEffect(() => tell(step), [step])
  useEffect(() => () => tell(null), [])
}

/** Speaks what the line has said since the caller did something; never over what it said before. */
const useVoice = (heard: RehearsalState['heard'], hasSound: boolean) => {
  const speaker = useMemo(() => (hasSound ? browserSpeaker() : silentSpeaker), [hasSound])
  useEffect(() => {
    const lines = heard?.lines ?? []
    for (const line of lines.slice(lines.findLastIndex(({ by }) => by === 'caller') + 1)) if (line.by === 'line') speaker.say(line.text, line.language)
    return () => speaker.silence()
  }, [heard, speaker])
}

import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { dayOf, startOf } from '../../../services/roster-rules/calendar.ts'
import { levelsQuery, meQuery, sitesQuery } from '../api/queries.ts'
import { useNow } from '../format/use-now.ts'
import { wallOf } from '../format/zoned.ts'
import { mayPlan } from '../shell/roles.ts'
import { rosterQuery } from './api.ts'
import { withEdits } from './edits.ts'
import { datesOf, daysOf, periodOf, personRows, reuseRows, weekRows, type Row, type ViewKind } from './grid-model.ts'
import type { RosterSearch } from './roster-search.ts'
import type { LevelRank, Plan, Roster, WorkerView } from './types.ts'
import { useEditor, type Refusal } from './use-editor.ts'
import { addDays, mondayOf, mondayOfWeek } from './weeks.ts'

/** Which days, whose plan: out of the address and the role. */
export const useView = (search: RosterSearch) => {
  const me = useQuery(meQuery).data
  const zone = me?.company.zone ?? 'UTC'
  // A minute is enough: only the day matters.
  const today = wallOf(useNow(60_000), zone).date
  const view: ViewKind = search.view ?? 'week'
  const named = search.week === undefined ? undefined : mondayOfWeek(search.week)
  const monday = search.day === undefined ? (named ?? mondayOf(today)) : mondayOf(search.day)
  // A week belongs to the month of its Thursday, as it does to its year.
  const month = (search.day ?? (named === undefined ? today : addDays(named, 3))).slice(0, 7)
  const shownDay = search.day ?? (today >= monday && today < addDays(monday, 7) ? today : monday)
  const isEditor = me !== undefined && mayPlan(me.person.role)
  const plan: Plan = isEditor ? (search.plan ?? 'draft') : 'published'
  const period = useMemo(() => periodOf(view, monday, month), [view, monday, month])
  return { today, monday, month, shownDay, view, plan, period, isEditor, mayEdit: isEditor && plan === 'draft', zone, ownId: me?.person.id ?? '' }
}
export type View = ReturnType<typeof useView>

/** The roster as it stands on the screen: what the server said, with what was just changed. */
export const useRoster = (view: View, onRefusal: (refusal: Refusal) => void) => {
  const query = useQuery(rosterQuery(view.period, view.plan))
  useDaysAhead(view)
  const levels = useLevels(query.data)
  const editor = useEditor({ period: view.period, levels, types: query.data?.shiftTypes ?? [], onRefusal })
  const { data } = query
  const { pending } = editor
  const roster = useMemo(() => (data ? withEdits(data, levels, pending) : undefined), [data, levels, pending])
  return { query, roster, levels, editor }
}

/** When the days begin is reckoned, and kept, while the roster is on its way. */
const useDaysAhead = ({ period, zone }: Pick<View, 'period' | 'zone'>) => {
  useEffect(() => {
    for (const date of datesOf(period)) startOf(dayOf(date), zone)
  }, [period, zone])
}

const useLevels = (roster: Roster | undefined): LevelRank[] => {
  const { data } = useQuery(levelsQuery)
  const workers = roster?.workers
  return useMemo(() => {
    const known = new Map((data ?? []).map(({ id, rank, name }) => [id, { id, rank, name }]))
    for (const { level } of workers ?? []) if (level && !known.has(level.id)) known.set(level.id, level)
    return [...known.values()].sort((a, b) => a.rank - b.rank)
  }, [data, workers])
}

export const useZoneOf = (roster: Roster): ((siteId: string) => string) => {
  const { data } = useQuery(sitesQuery)
  return useMemo(() => {
    const zones = new Map([...roster.shifts.map(({ siteId, zone }) => [siteId, zone] as const), ...(data ?? []).map(({ id, zone }) => [id, zone] as const)])
    return (siteId) => zones.get(siteId) ?? roster.zone
  }, [data, roster])
}

/** Rows of the grid; those that look as before stay the same objects. */
export const useRows = (roster: Roster, view: Pick<View, 'period' | 'view' | 'today'>, person: WorkerView | undefined, dayIndex: number | null) => {
  const before = useRef<readonly Row[]>([])
  const days = useMemo(() => {
    const dates = datesOf(view.period)
    return daysOf(roster, dayIndex === null ? dates : dates.slice(dayIndex, dayIndex + 1), view.today)
  }, [roster.zone, roster.holidays, view.period, view.today, dayIndex])
  const rows = useMemo(() => {
    const made = view.view === 'person' && person ? personRows(roster, person, days) : weekRows(roster, days)
    return reuseRows(made, before.current)
  }, [roster, days, person, view.view])
  before.current = rows
  return { days, rows }
}

/** Places of the focus and of the selected shift, which belong together. */
export const usePlace = () => {
  const [place, setPlace] = useState({ row: 0, column: 1 })
  const [selectedId, select] = useState<string | null>(null)
  return { place, setPlace, selectedId, select }
}

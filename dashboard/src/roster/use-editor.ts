import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { ApiError } from '../api/http.ts'
import { addShift, changeShift, removeShift, rosterQuery } from './api.ts'
import { withEdits, type Edit } from './edits.ts'
import { begin, finish, nextEdit, NO_EDITS, refuse, type EditState, type PendingEdit, type Way } from './history.ts'
import { asNewShift, asShiftChange, foldOf } from './make-shift.ts'
import type { LevelRank, Period, ShiftTypeView, ShiftView } from './types.ts'

export type Refusal = { edit: Edit; error: unknown }
export type Editor = {
  pending: readonly Edit[]
  canUndo: boolean
  canRedo: boolean
  refusal: Refusal | null
  send: (edit: Edit) => void
  /** Waits for what is under way, so that the last change is the one undone; then `told` hears what it was. */
  step: (way: 'undo' | 'redo', told: (edit: Edit | undefined) => void) => void
  forgive: () => void
}

type Options = { period: Period; levels: readonly LevelRank[]; types: readonly ShiftTypeView[]; onRefusal: (refusal: Refusal) => void }

/** Shows each change at once and sends them one after the other: what the server refuses disappears again. */
export const useEditor = ({ period, levels, types, onRefusal }: Options): Editor => {
  const queryClient = useQueryClient()
  const { state, now, change } = useLatestState<EditState>(NO_EDITS)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const known = useRef({ versions: new Map<string, number>(), queue: Promise.resolve() })

  const perform = async (edit: PendingEdit): Promise<ShiftView | null> => {
    const { versions } = known.current
    const { before, after } = edit
    const fold = edit.fold ?? (edit.way === 'do' || after === null ? undefined : foldOf(after))
    if (before === null) return after === null ? null : (await addShift(asNewShift(after, types, fold))).shift
    const version = Math.max(before.version, versions.get(before.id) ?? 0)
    if (after !== null) return (await changeShift(before.id, asShiftChange(before, after, version, types, fold))).shift
    await removeShift(before.id, version)
    versions.delete(before.id)
    return null
  }
  const run = async (edit: PendingEdit) => {
    try {
      const saved = await perform(edit)
      if (saved) known.current.versions.set(saved.id, saved.version)
      const made: Edit = { before: edit.before, after: saved }
      queryClient.setQueryData(rosterQuery(period, 'draft').queryKey, (data) => (data ? withEdits(data, levels, [made]) : data))
      await drawn() // else it would be gone for a moment
      change(finish(now(), edit.key, saved))
    } catch (error) {
      change(refuse(now(), edit.key))
      setRefusal({ edit, error })
      onRefusal({ edit, error })
    }
    if (now().pending.length === 0) void queryClient.invalidateQueries({ queryKey: ['roster'] })
  }
  const start = (edit: Edit, way: Way) => {
    const pending: PendingEdit = { ...edit, way, key: crypto.randomUUID() }
    setRefusal(null)
    change(begin(now(), pending))
    void queryClient.cancelQueries({ queryKey: ['roster', 'draft'] })
    known.current.queue = known.current.queue.then(() => run(pending))
  }
  return {
    pending: state.pending,
    canUndo: state.done.length > 0 || state.pending.length > 0,
    canRedo: state.undone.length > 0,
    refusal,
    send: (edit) => start(edit, 'do'),
    step: (way, told) => {
      const go = () => {
        const edit = nextEdit(now(), way)
        if (edit) start(edit, way)
        told(edit)
      }
      if (now().pending.length === 0) go()
      else known.current.queue = known.current.queue.then(go)
    },
    forgive: () => setRefusal(null),
  }
}

/** What lies in the cache is told to the page by a timer of no time. */
const drawn = () => new Promise((resolve) => setTimeout(resolve))

/** State that is read after waiting: the value of now, not of when the waiting began. */
const useLatestState = <T>(initial: T) => {
  const [state, setState] = useState(initial)
  const latest = useRef(initial)
  const now = useCallback(() => latest.current, [])
  const change = useCallback((next: T) => {
    latest.current = next
    setState(next)
  }, [])
  return { state, now, change }
}

export const codeOf = (error: unknown): string => (error instanceof ApiError ? error.problem.code : '')

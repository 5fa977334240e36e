import type { Edit } from './edits.ts'
import type { ShiftView } from './types.ts'

/** Edits under way, and those that can be undone and redone. Undoing is an edit the other way round, sent like any other. */
export type Way = 'do' | 'undo' | 'redo'
export type PendingEdit = Edit & { key: string; way: Way }
export type EditState = { pending: readonly PendingEdit[]; done: readonly Edit[]; undone: readonly Edit[] }

export const NO_EDITS: EditState = { pending: [], done: [], undone: [] }

/** What comes back after a removal begins anew: its versions too. */
const inverse = ({ before, after }: Edit): Edit => ({ before: after, after: after === null && before !== null ? { ...before, version: 0 } : before })

/** The edit that is next to be undone or redone, as it is to be sent. */
export const nextEdit = (state: EditState, way: 'undo' | 'redo'): Edit | undefined => {
  const last = way === 'undo' ? state.done.at(-1) : state.undone.at(-1)
  if (last === undefined) return undefined
  return way === 'undo' ? inverse(last) : { before: last.before, after: last.after }
}

export const begin = (state: EditState, edit: PendingEdit): EditState => ({
  pending: [...state.pending, edit],
  done: edit.way === 'undo' ? state.done.slice(0, -1) : state.done,
  undone: edit.way === 'redo' ? state.undone.slice(0, -1) : state.undone,
})

/** The server has done it; `saved` has the shift's version. Of one that was added, versions from before a removal are forgotten. */
export const finish = (state: EditState, key: string, saved: ShiftView | null): EditState => {
  const edit = state.pending.find((pending) => pending.key === key)
  if (edit === undefined) return state
  const made: Edit = { before: edit.before, after: saved }
  const entry = edit.way === 'undo' ? inverse(made) : made
  const next: EditState = {
    pending: state.pending.filter((pending) => pending.key !== key),
    done: edit.way === 'undo' ? state.done : [...state.done, entry],
    undone: edit.way === 'undo' ? [...state.undone, entry] : edit.way === 'do' ? [] : state.undone,
  }
  return saved !== null && edit.before === null ? begunAnew(next, saved.id) : next
}

/** The server has refused it: it disappears, and what was to be undone still can be. */
export const refuse = (state: EditState, key: string): EditState => {
  const edit = state.pending.find((pending) => pending.key === key)
  if (edit === undefined) return state
  return {
    pending: state.pending.filter((pending) => pending.key !== key),
    done: edit.way === 'undo' ? [...state.done, inverse(edit)] : state.done,
    undone: edit.way === 'redo' ? [...state.undone, { before: edit.before, after: edit.after }] : state.undone,
  }
}

const begunAnew = (state: EditState, id: string): EditState => {
  const shift = (one: ShiftView | null): ShiftView | null => (one?.id === id ? { ...one, version: 0 } : one)
  const forget = <T extends Edit>(edit: T): T => ({ ...edit, before: shift(edit.before), after: shift(edit.after) })
  return { pending: state.pending.map(forget), done: state.done.map(forget), undone: state.undone.map(forget) }
}

import type { Place } from './types.ts'

/** What a key means in the grid. Single letters count only there, so nothing is typed by accident elsewhere. */
export type KeyDeed =
  | { kind: 'go'; place: Place }
  | { kind: 'shift'; place: Place }
  | { kind: 'open' | 'new' | 'move' | 'copy' | 'paste' | 'remove' | 'publish' | 'help' | 'undo' | 'redo' | 'next' }

type Key = { key: string; code?: string; altKey: boolean; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean }
type Size = { rows: number; columns: number }

/** By the place on the keyboard as well: on a Russian one the same keys bring other letters. */
const LETTERS: Record<string, 'new' | 'move' | 'copy' | 'paste' | 'publish'> = { KeyN: 'new', KeyM: 'move', KeyC: 'copy', KeyV: 'paste', KeyP: 'publish' }
const STEPS: Record<string, readonly [row: number, column: number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

/** Columns: 0 is the head of the row, then 1 to `columns`. */
export const deedOf = (event: Key, place: Place, { rows, columns }: Size): KeyDeed | undefined => {
  const { key, code = '', altKey, ctrlKey, metaKey, shiftKey } = event
  const isCommand = ctrlKey || metaKey
  const [down, right] = STEPS[key] ?? [0, 0]
  if (down !== 0 || right !== 0) {
    if (isCommand || shiftKey) return undefined
    const next = { row: within(place.row + down, 0, rows - 1), column: within(place.column + right, altKey ? 1 : 0, columns) }
    return altKey ? { kind: 'shift', place: next } : { kind: 'go', place: next }
  }
  if (isCommand && !altKey) {
    if (code === 'KeyZ' || key.toLowerCase() === 'z') return { kind: shiftKey ? 'redo' : 'undo' }
    if (code === 'KeyY') return { kind: 'redo' }
    if (code === 'KeyC') return { kind: 'copy' }
    if (code === 'KeyV') return { kind: 'paste' }
    if (key === 'Home') return { kind: 'go', place: { row: 0, column: 1 } }
    if (key === 'End') return { kind: 'go', place: { row: rows - 1, column: columns } }
    return undefined
  }
  if (altKey) return undefined
  if (key === 'Home') return { kind: 'go', place: { ...place, column: 0 } }
  if (key === 'End') return { kind: 'go', place: { ...place, column: columns } }
  if (key === 'PageUp') return { kind: 'go', place: { ...place, row: within(place.row - 10, 0, rows - 1) } }
  if (key === 'PageDown') return { kind: 'go', place: { ...place, row: within(place.row + 10, 0, rows - 1) } }
  if (key === 'Enter' || key === 'F2') return { kind: 'open' }
  if (key === ' ') return { kind: 'next' }
  if (key === 'Delete' || key === 'Backspace') return { kind: 'remove' }
  if (key === '?') return { kind: 'help' }
  const letter = LETTERS[code]
  return letter === undefined ? undefined : { kind: letter }
}

const within = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value))

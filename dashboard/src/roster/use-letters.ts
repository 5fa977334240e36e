import { useCallback, useMemo } from 'react'
import type { Cell } from './grid-model.ts'
import { letterOf, lettersOfTypes } from './letters.ts'
import type { ShiftTypeView } from './types.ts'

/** The letters of the month: of each type, of each cell, and the names behind them. */
export const useLetters = (types: readonly ShiftTypeView[]) => {
  const letters = useMemo(() => lettersOfTypes(types), [types])
  const names = useMemo(
    () => new Map(types.map(({ id, name, startsAt, endsAt }) => [letters.get(id) ?? '', `${name} ${startsAt}–${endsAt}`])),
    [types, letters],
  )
  const lettersOf = useCallback((cell: Cell) => cell.chips.map(({ shift }) => letterOf(shift, letters)), [letters])
  return { letters, names, lettersOf }
}

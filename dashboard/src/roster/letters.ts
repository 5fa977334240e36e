import type { Cell } from './grid-model.ts'
import type { ShiftTypeView, ShiftView } from './types.ts'
import { wallTime } from './wall-time.ts'

/** Letters for the month: "E" for Early. Types whose names begin alike get as many letters as it takes, three at most, then a digit. */
export const lettersOfTypes = (types: ReadonlyArray<Pick<ShiftTypeView, 'id' | 'name'>>): Map<string, string> => {
  const taken = new Set<string>()
  const letters = new Map<string, string>()
  for (const { id, name } of types) {
    const word = name.replaceAll(/[^\p{L}\p{N}]/gu, '')
    const tries = [1, 2, 3].map((length) => `${word.slice(0, 1).toUpperCase()}${word.slice(1, length).toLowerCase()}`)
    const letter = tries.find((one) => one !== '' && !taken.has(one)) ?? `${tries[0] ?? ''}${letters.size + 1}`
    taken.add(letter)
    letters.set(id, letter)
  }
  return letters
}

/** Of a shift with times of its own: the hour at which it begins. */
export const letterOf = ({ shiftTypeId, startsAt, zone }: ShiftView, letters: ReadonlyMap<string, string>): string =>
  (shiftTypeId === null ? undefined : letters.get(shiftTypeId)) ?? wallTime(startsAt, zone).slice(0, 2)

export type LetterCount = { letter: string; isNight: boolean; counts: number[] }

/** How many of each letter work on each day: the foot of the month. Letters of types first, in their order. */
export const countLetters = (rows: ReadonlyArray<{ cells: readonly Cell[] }>, days: number, letters: ReadonlyMap<string, string>): LetterCount[] => {
  const found = new Map<string, LetterCount>(
    [...letters.values()].map((letter) => [letter, { letter, isNight: false, counts: Array.from({ length: days }, () => 0) }]),
  )
  for (const { cells } of rows)
    for (const [day, { chips }] of cells.entries())
      for (const { shift, isNight, standsInFor } of chips) {
        if (standsInFor !== null) continue
        const letter = letterOf(shift, letters)
        const line = found.get(letter) ?? { letter, isNight, counts: Array.from({ length: days }, () => 0) }
        line.counts[day] = (line.counts[day] ?? 0) + 1
        line.isNight ||= isNight
        found.set(letter, line)
      }
  return [...found.values()].filter(({ counts }) => counts.some((count) => count > 0))
}

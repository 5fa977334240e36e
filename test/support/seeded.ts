/** Random choices that come out the same for the same seed (mulberry32), so that a failure can be played again. */
export type Chance = ReturnType<typeof seeded>

export function seeded(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (count: number): number => Math.floor(next() * count)
  return {
    below,
    isTrue: (share: number): boolean => next() < share,
    pick: <T>(from: readonly T[]): T => from[below(from.length)] as T,
    hex: (digits: number): string => Array.from({ length: digits }, () => below(16).toString(16)).join(''),
    shuffled: <T>(items: readonly T[]): T[] => {
      const list = [...items]
      for (let index = list.length - 1; index > 0; index -= 1) {
        const other = below(index + 1)
        const [one, two] = [list[index] as T, list[other] as T]
        list[index] = two
        list[other] = one
      }
      return list
    },
  }
}

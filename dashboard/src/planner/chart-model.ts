import type { PlanRun } from './types.ts'

/** The search as a chart draws it: the penalty falls, the bound rises, and what lies between them is not known yet. The axis begins at 0. */
export type Chart = { seconds: number; high: number; penalty: string; lowerBound: string; between: string }
type Point = PlanRun['progress'][number]
type Known = { seconds: number; value: number }
type Place = { x: number; y: number }

export const CHART_SIZE = { width: 600, height: 120 }

const known = (points: readonly Point[], read: (point: Point) => number | null): Known[] =>
  points.flatMap((point) => {
    const value = read(point)
    return value === null ? [] : [{ seconds: point.seconds, value }]
  })

/** Each value holds until the next one. */
const stairs = (places: readonly Place[]): Place[] =>
  places.flatMap((place, index) => {
    const before = places[index - 1]
    return before === undefined ? [place] : [{ x: place.x, y: before.y }, place]
  })

const path = (places: readonly Place[]): string => places.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')

/** Undefined until there is something to draw. A first plan may be many times worse than the rest: it is cut off at twice the best. */
export const chartOf = (progress: readonly Point[], until: number): Chart | undefined => {
  const penalties = known(progress, ({ penalty }) => penalty)
  const bounds = known(progress, ({ lowerBound }) => lowerBound)
  const best = penalties.at(-1)?.value ?? bounds.at(-1)?.value
  if (best === undefined) return undefined
  const seconds = Math.max(until, 1, ...progress.map((point) => point.seconds))
  const high = Math.max(1, Math.min(2 * best, Math.max(best, ...penalties.map(({ value }) => value))))
  const { width, height } = CHART_SIZE
  const placesOf = (values: readonly Known[]): Place[] => {
    const places = values.map((one) => ({ x: (one.seconds / seconds) * width, y: height - (Math.min(Math.max(one.value, 0), high) / high) * height }))
    const last = places.at(-1)
    return stairs(last === undefined ? [] : [...places, { x: width, y: last.y }])
  }
  const [above, below] = [placesOf(penalties), placesOf(bounds)]
  // Until there is a bound nothing is known but that no plan can cost less than nothing.
  const begin = below[0]?.x ?? width
  const floor = [{ x: above[0]?.x ?? 0, y: height }, { x: begin, y: height }, ...below].filter(({ x }) => x >= (above[0]?.x ?? 0))
  return { seconds, high, penalty: path(above), lowerBound: path(below), between: above.length === 0 ? '' : `${path([...above, ...floor.toReversed()])}Z` }
}

/** The rows of the chart's table: at most so many, the first and the last among them. */
export const chartRows = (progress: readonly Point[], most = 12): Point[] => {
  if (progress.length <= most) return [...progress]
  const step = (progress.length - 1) / (most - 1)
  return Array.from({ length: most }, (_, index) => progress[Math.round(index * step)]).filter((point) => point !== undefined)
}

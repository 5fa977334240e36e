import type { Forecast } from '../api/pay-types.ts'
import { wallOf } from '../format/zoned.ts'

type Row = Forecast['rows'][number]
export type GridCell = { people: number; calls: number }
/** By day and hour of the wall: the most people that one interval of the hour needs, and its calls. */
export type ForecastGrid = { dates: string[]; hours: number[]; cell: (date: string, hour: number) => GridCell | undefined; most: number; calls: number }

export const gridOf = (rows: readonly Row[], zone: string): ForecastGrid => {
  const cells = new Map<string, GridCell>()
  for (const { at, people, calls } of rows) {
    const { date, time } = wallOf(at, zone)
    const key = `${date} ${Number(time.slice(0, 2))}`
    const known = cells.get(key)
    cells.set(key, { people: Math.max(known?.people ?? 0, people), calls: (known?.calls ?? 0) + calls })
  }
  const dates = [...new Set([...cells.keys()].map((key) => key.slice(0, 10)))].sort()
  const used = [...cells].filter(([, { people }]) => people > 0).map(([key]) => Number(key.slice(11)))
  const [first, last] = used.length === 0 ? [0, -1] : [Math.min(...used), Math.max(...used)]
  return {
    dates,
    hours: Array.from({ length: last - first + 1 }, (_, index) => first + index),
    cell: (date, hour) => cells.get(`${date} ${hour}`),
    most: Math.max(0, ...rows.map(({ people }) => people)),
    calls: Math.round(rows.reduce((sum, { calls }) => sum + calls, 0)),
  }
}

/** People needed as one line of steps over the whole period, for a drawing of `width` × `height`. */
export const stepPath = (counts: readonly number[], most: number, { width, height }: { width: number; height: number }): string => {
  const x = (index: number) => ((index / Math.max(1, counts.length)) * width).toFixed(1)
  const y = (count: number) => (height - (count / Math.max(1, most)) * (height - 4)).toFixed(1)
  return counts.map((count, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(count)}H${x(index + 1)}`).join('')
}

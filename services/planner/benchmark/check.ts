/**
 * Judges a roster for a published instance from the two texts alone. It shares nothing with the planner, its problem or its parser: a mistake there
 * does not repeat itself here. Rules: Curtois and Qu; minimum runs are not asked of a run that touches an edge of the horizon.
 */
export type Verdict = { penalty: number; cover: number; requests: number; violations: string[] }

export function checkSolution(instanceText: string, solutionText: string): Verdict {
  const rows = readRows(instanceText)
  const days = Number(rows.get('HORIZON')?.[0]?.[0])
  const shifts = new Map((rows.get('SHIFTS') ?? []).map(([id = '', minutes, never = '']) => [id, { minutes: Number(minutes), never: never.split('|') }]))
  const violations: string[] = []
  const work = new Map<string, string[]>()
  for (const line of solutionText.split('\n')) {
    const [id = '', ...cells] = line.trim().split(',')
    if (id === '') continue
    if (work.has(id)) violations.push(`${id}: stands twice in the roster`)
    if (cells.length !== days) violations.push(`${id}: ${cells.length} days instead of ${days}`)
    for (const cell of cells) if (cell !== '-' && !shifts.has(cell)) violations.push(`${id}: unknown shift "${cell}"`)
    work.set(id, cells)
  }
  const staff = rows.get('STAFF') ?? []
  for (const contract of staff) {
    const cells = work.get(contract[0] ?? '')
    if (!cells) violations.push(`${contract[0]}: no line in the roster`)
    else violations.push(...checkContract(contract, cells, shifts))
  }
  const known = new Set(staff.map(([id]) => id))
  for (const id of work.keys()) if (!known.has(id)) violations.push(`${id}: not among the staff`)
  for (const [id = '', ...off] of rows.get('DAYS_OFF') ?? []) {
    for (const day of off) if (worksOn(work.get(id), Number(day))) violations.push(`${id}: works on day ${day}, a day off`)
  }
  let requests = 0
  for (const [id = '', day, shift, weight] of rows.get('SHIFT_ON_REQUESTS') ?? []) if (work.get(id)?.[Number(day)] !== shift) requests += Number(weight)
  for (const [id = '', day, shift, weight] of rows.get('SHIFT_OFF_REQUESTS') ?? []) if (work.get(id)?.[Number(day)] === shift) requests += Number(weight)
  let cover = 0
  for (const [day, shift, need, under, over] of rows.get('COVER') ?? []) {
    const present = [...work.values()].filter((cells) => cells[Number(day)] === shift).length
    const missing = Number(need) - present
    cover += missing > 0 ? missing * Number(under) : -missing * Number(over)
  }
  return { penalty: cover + requests, cover, requests, violations }
}

function readRows(text: string): Map<string, string[][]> {
  const rows = new Map<string, string[][]>()
  let section = ''
  for (const raw of text.split('\n')) {
    const line = raw.trim()
    if (line.startsWith('SECTION_')) section = line.slice('SECTION_'.length)
    else if (line !== '' && line[0] !== '#') {
      const known = rows.get(section) ?? []
      known.push(line.split(',').map((cell) => cell.trim()))
      rows.set(section, known)
    }
  }
  return rows
}

const worksOn = (cells: readonly string[] | undefined, day: number): boolean => (cells?.[day] ?? '-') !== '-'

function checkContract(
  contract: readonly string[],
  cells: readonly string[],
  shifts: ReadonlyMap<string, { minutes: number; never: readonly string[] }>,
): string[] {
  const [id = '', limits = '', most, least, longestRun, shortestRun, shortestRest, weekends] = contract
  const broken: string[] = []
  for (const limit of limits.split('|')) {
    const [shift, count] = limit.split('=')
    const is = cells.filter((cell) => cell === shift).length
    if (is > Number(count)) broken.push(`${id}: ${is} times ${shift}, at most ${count}`)
  }
  let minutes = 0
  cells.forEach((cell, day) => {
    minutes += shifts.get(cell)?.minutes ?? 0
    const next = cells[day + 1]
    if (next !== undefined && shifts.get(cell)?.never.includes(next)) broken.push(`${id}: ${next} on day ${day + 1} after ${cell}`)
  })
  if (minutes > Number(most)) broken.push(`${id}: ${minutes} minutes, at most ${most}`)
  if (minutes < Number(least)) broken.push(`${id}: ${minutes} minutes, at least ${least}`)
  const pattern = cells.map((cell) => (cell === '-' ? '-' : 'x')).join('')
  for (const run of pattern.matchAll(/x+|-+/g)) {
    const [length, isInside] = [run[0].length, run.index > 0 && run.index + run[0].length < pattern.length]
    const isWork = run[0][0] === 'x'
    if (isWork && length > Number(longestRun)) broken.push(`${id}: ${length} shifts running from day ${run.index}, at most ${longestRun}`)
    const shortest = Number(isWork ? shortestRun : shortestRest)
    if (isInside && length < shortest)
      broken.push(`${id}: only ${length} ${isWork ? 'shifts' : 'days off'} running from day ${run.index}, at least ${shortest}`)
  }
  let worked = 0
  for (let saturday = 5; saturday < cells.length; saturday += 7) if (worksOn(cells, saturday) || worksOn(cells, saturday + 1)) worked += 1
  if (worked > Number(weekends)) broken.push(`${id}: ${worked} weekends, at most ${weekends}`)
  return broken
}

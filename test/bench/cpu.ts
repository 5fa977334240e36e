import { readdirSync, readFileSync } from 'node:fs'

/** Microseconds that a process has used so far; 0 where there is no /proc. Other people's load on the machine does not count. */
export function usedByProcess(pid: number | undefined): number {
  return statOf(pid)?.used ?? 0
}

/** The same for a process, its children and those of them that have ended: PostgreSQL has one for each connection. */
export function usedByFamily(pid: number | undefined): number {
  const own = statOf(pid)
  if (!own) return 0
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((one) => one?.parent === pid)
  return children.reduce((sum, one) => sum + (one?.used ?? 0), own.used + own.usedByDead)
}

function statOf(pid: number | undefined): { parent: number; used: number; usedByDead: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number) // from the third field on; see proc(5)
    const ticks = (...indexes: number[]): number => indexes.reduce((sum, index) => sum + (fields[index] ?? 0), 0) * 10_000 // 100 a second
    return { parent: fields[1] ?? 0, used: ticks(11, 12), usedByDead: ticks(13, 14) }
  } catch {
    return undefined
  }
}

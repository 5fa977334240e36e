import type { LogEntry } from '../../ivr/session.ts'
import type { DeskPop } from '../../schemas/desk.ts'

type Passed = DeskPop['path'][number]

/** Here he was asked, or waited for somebody. */
const STANDS = new Set<LogEntry['kind']>(['asked', 'held', 'dialled', 'gap'])

/** The steps at which the caller was asked, held or put through, in order, with what he pressed or said there. */
export function pathOf(log: readonly LogEntry[]): DeskPop['path'] {
  const path: Array<Passed & { id: string }> = []
  const at = (id: string): Passed & { id: string } => {
    const last = path.at(-1)
    if (last?.id === id && last.answer === null) return last
    const next = { id, step: inWords(id), answer: null }
    path.push(next)
    return next
  }
  for (const entry of log) {
    if (entry.kind === 'pressed') at(entry.step).answer = entry.digits
    else if (entry.kind === 'spoke') at(entry.step).answer = entry.text
    else if (STANDS.has(entry.kind)) at(entry.step)
  }
  return path.map(({ step, answer }) => ({ step, answer }))
}

/** Steps have no titles, only names that people gave them: "hearCase" is "hear case". */
function inWords(id: string): string {
  return id
    .split(/(?=[A-Z])|[._/-]/)
    .join(' ')
    .toLowerCase()
}

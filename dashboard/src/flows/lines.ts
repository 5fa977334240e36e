/** The lines of the text that belong to a step: from its own to the one before the next. Comments above the next belong to that. */
export const linesOfStep = (source: string, steps: readonly { id: string; line: number }[], id: string): { text: string; from: number } => {
  const lines = source.split('\n')
  const starts = steps.map(({ line }) => line).sort((a, b) => a - b)
  const from = steps.find((step) => step.id === id)?.line ?? 0
  if (from === 0) return { text: '', from: 1 }
  const next = starts.find((line) => line > from) ?? lines.length + 1
  const own = lines.slice(from - 1, next - 1)
  while (own.length > 1 && /^\s*(#.*)?$/.test(own.at(-1) ?? '')) own.pop()
  const indent = Math.min(...own.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0))
  return { text: own.map((line) => line.slice(indent)).join('\n'), from }
}

/** Where a line begins and ends in the text, counted in letters. */
export const spanOfLine = (source: string, line: number): { start: number; end: number } => {
  const before = source.split('\n').slice(0, line - 1)
  const start = before.reduce((sum, one) => sum + one.length + 1, 0)
  const end = source.indexOf('\n', start)
  return { start: Math.min(start, source.length), end: end === -1 ? source.length : end }
}

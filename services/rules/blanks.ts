/** The names of the blanks in a text: `{{name}}`. Undefined: a `{{` is never closed, or there is no name in it. */
export function blanksOf(text: string): string[] | undefined {
  const names = [...text.matchAll(/\{\{\s*([A-Za-z][\w.]*)\s*\}\}/g)].map(([, name]) => name ?? '')
  return text.split('{{').length - 1 === names.length ? names : undefined
}

/** Fills in what is known. `empty`: the blanks for which there is nothing; they stay as they are written. */
export function fillBlanks(text: string, values: Readonly<Record<string, string | null | undefined>>): { text: string; empty: string[] } {
  const empty = new Set<string>()
  const filled = text.replace(/\{\{\s*([A-Za-z][\w.]*)\s*\}\}/g, (blank, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name]?.trim() : undefined
    if (value) return value
    empty.add(name)
    return blank
  })
  return { text: filled, empty: [...empty] }
}

/** The blanks `{{name}}` of a text, each once, in the order in which they stand. */
export const blanksOf = (...texts: readonly string[]): string[] => [
  ...new Set(texts.flatMap((text) => [...text.matchAll(/\{\{\s*([\w.]+)\s*\}\}/g)].map(([, name = '']) => name))),
]

export type Piece = { kind: 'text' | 'filled' | 'empty'; words: string }

/** The text in pieces: what stands there, what was filled in, and the blanks that are still empty. */
export const fillBlanks = (text: string, values: Readonly<Record<string, string>>): Piece[] =>
  text.split(/(\{\{\s*[\w.]+\s*\}\})/).flatMap((part): Piece[] => {
    if (part === '') return []
    const name = /^\{\{\s*([\w.]+)\s*\}\}$/.exec(part)?.[1]
    if (name === undefined) return [{ kind: 'text', words: part }]
    const value = values[name] ?? ''
    return [value.trim() === '' ? { kind: 'empty', words: name } : { kind: 'filled', words: value }]
  })

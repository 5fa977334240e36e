/** A sentence of the script in pieces: plain words, a blank that was filled, or one that nobody has filled yet. */
export type Piece = { kind: 'words' | 'filled' | 'blank'; text: string }

/** Fills `{{name}}`; a missing value stays as a blank that can be seen, never as a gap in what is said. */
export const piecesOf = (say: string, values: Readonly<Record<string, string>>): Piece[] => withoutDoubleStops(piecesWithin(say, values))

const piecesWithin = (say: string, values: Readonly<Record<string, string>>): Piece[] =>
  say
    .split(/(\{\{\s*[\w.]+\s*\}\})/)
    .filter((part) => part !== '')
    .map((part): Piece => {
      const name = /^\{\{\s*([\w.]+)\s*\}\}$/.exec(part)?.[1]
      if (name === undefined) return { kind: 'words', text: part }
      const value = (values[name] ?? '').trim()
      return value === '' ? { kind: 'blank', text: name } : { kind: 'filled', text: value }
    })

/** What a caller said ends with a stop of its own, and so does the sentence around it: "nobody came.. Is that so?" */
const withoutDoubleStops = (pieces: readonly Piece[]): Piece[] =>
  pieces.map((piece, index) => {
    const isAfterStop = /[.!?…]$/.test(pieces[index - 1]?.text ?? '')
    const text = isAfterStop && piece.kind === 'words' ? piece.text.replace(/^\./, '') : piece.text
    return { ...piece, text: text.replace(/(?<!\.)([.!?…])\.(?=\s|$)/g, '$1') }
  })

export const hasBlank = (pieces: readonly Piece[]): boolean => pieces.some(({ kind }) => kind === 'blank')
export const textOf = (pieces: readonly Piece[]): string => pieces.map(({ kind, text }) => (kind === 'blank' ? '…' : text)).join('')

/** Puts an answer behind what is there already, as a sentence of its own. */
export const withAnswer = (before: string, answer: string): string => (before.trim() === '' ? answer : `${before.trimEnd()} ${answer}`)

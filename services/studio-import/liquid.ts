/** Liquid, as it stands in the texts of Studio: `{{ widgets.menu.Digits | strip }}` and `{% if ... %}`. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'output'; written: string; value: string; filters: readonly string[]; nth: number }
  | { kind: 'tag'; written: string; word: string; nth: number }

const liquidPattern = /\{\{-?([^]*?)-?\}\}|\{%-?([^]*?)-?%\}/g

/** A text in pieces; `nth` counts its outputs and tags. What is never closed stays text. */
export function readLiquid(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  let nth = 0
  for (const match of text.matchAll(liquidPattern)) {
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) })
    end = match.index + match[0].length
    const [written, output, tag = ''] = match
    if (output === undefined) pieces.push({ kind: 'tag', written, word: /^\s*(\w*)/.exec(tag)?.[1] ?? '', nth })
    else pieces.push({ kind: 'output', written, ...readOutput(output), nth })
    nth += 1
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) })
  return pieces
}

export const liquidOf = (text: string): Exclude<Piece, { kind: 'text' }>[] => readLiquid(text).filter((piece) => piece.kind !== 'text')

/** `widgets['a'].parsed.list[0] | upcase` -> `widgets.a.parsed.list.0` and `upcase`. */
function readOutput(inside: string): { value: string; filters: string[] } {
  const [value = '', ...filters] = inside.split('|').map((part) => part.trim())
  return { value: value.replace(/\[\s*(?:'([^']*)'|"([^"]*)"|(\d+))\s*\]/g, (_, ...[a, b, c]: (string | undefined)[]) => `.${a ?? b ?? c ?? ''}`), filters }
}

const opening = ['if', 'unless', 'case', 'for', 'tablerow', 'capture', 'comment', 'raw', 'ifchanged']

/** Which pieces of a text are spoken when no condition is asked: those outside of blocks, and those behind `else`. */
export function withoutBlocks(pieces: readonly Piece[]): boolean[] {
  const blocks: { word: string; isElse: boolean }[] = []
  return pieces.map((piece) => {
    const isSpoken = blocks.every(({ isElse }) => isElse)
    if (piece.kind !== 'tag') return isSpoken
    const block = blocks.at(-1)
    if (opening.includes(piece.word)) blocks.push({ word: piece.word, isElse: false })
    else if (block !== undefined && piece.word === `end${block.word}`) blocks.pop()
    else if (block !== undefined && ['if', 'unless', 'case'].includes(block.word)) block.isElse = piece.word === 'else'
    return false
  })
}

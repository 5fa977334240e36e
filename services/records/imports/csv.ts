/** One record of the table and the line on which it begins (1: the first). */
export type CsvRecord = { line: number; fields: string[] }
export type ParsedCsv = { records: CsvRecord[] } | { fault: string }

const SEPARATORS = [';', ',', '\t'] as const

/** A table as RFC 4180 has it, with "," or ";" or tabs, with or without a byte order mark, and any line ends. Lines without anything are left out. */
export function parseCsv(given: string): ParsedCsv {
  const text = given.replace(/^\uFEFF/, '')
  const separator = separatorOf(text)
  const records: CsvRecord[] = []
  let [at, line] = [0, 1]
  while (at < text.length) {
    const record: CsvRecord = { line, fields: [] }
    for (;;) {
      const field = readField(text, at, separator)
      if ('problem' in field) return { fault: `line ${line}: ${field.problem}` }
      record.fields.push(field.value)
      line += field.lines
      at = field.end
      if (text[at] !== separator) break
      at += 1
    }
    at += text.startsWith('\r\n', at) ? 2 : at < text.length ? 1 : 0
    line += 1
    if (record.fields.some((value) => value.trim() !== '')) records.push(record)
  }
  return { records }
}

/** That which stands most often in the first line, outside of quotes. */
function separatorOf(text: string): string {
  const head = (/^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(text)?.[0] ?? '').replace(/"(?:[^"]|"")*"/g, '')
  const counts = SEPARATORS.map((separator) => head.split(separator).length)
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ','
}

type Field = { value: string; end: number; lines: number }

/** `end`: where the separator, the line's end or the text's end stands; `lines`: line ends inside of it. */
function readField(text: string, at: number, separator: string): Field | { problem: string } {
  if (text[at] !== '"') {
    let end = at
    while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1
    return { value: text.slice(at, end), end, lines: 0 }
  }
  let [value, from] = ['', at + 1]
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote < 0) return { problem: 'a quote begins here and never ends' }
    value += text.slice(from, quote)
    if (text[quote + 1] !== '"') {
      const end = quote + 1
      if (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') return { problem: 'something stands after a closing quote' }
      return { value, end, lines: (value.match(/\r\n|\r|\n/g) ?? []).length }
    }
    value += '"'
    from = quote + 2
  }
}

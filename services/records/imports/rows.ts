import { DateTime } from 'luxon'
import type { z } from 'zod'
import type { importFault } from '../../schemas/customers.ts'
import type { CsvRecord } from './csv.ts'

export type Fault = z.infer<typeof importFault>
export type OrderRow = {
  line: number
  reference: string
  contract: string
  title: string
  state: string
  ordered_at: string
  /** Minor units. */
  amount: number | null
  currency: string | null
}
export type ProductRow = { line: number; reference: string; contract: string; name: string; since: string | null; until: string | null }

export const ORDER_COLUMNS = { required: ['reference', 'contract', 'title', 'orderedAt'], optional: ['state', 'amount', 'currency'] } as const
export const PRODUCT_COLUMNS = { required: ['reference', 'contract', 'name'], optional: ['since', 'until'] } as const

type Columns = { required: readonly string[]; optional: readonly string[] }
type Line = { line: number; values: ReadonlyMap<string, string> }
type Note = (column: string, code: Fault['code'], message: string) => null
const MOST_LETTERS = 500
const MOST_AMOUNT = 2_147_483_647

/** The lines of a table by the names of its columns, in whichever order; what is wrong with the table itself. */
export function toLines(records: readonly CsvRecord[], { required, optional }: Columns): { lines: Line[]; faults: Fault[] } {
  const [head, ...rest] = records
  if (!head)
    return { lines: [], faults: [{ line: 1, column: null, value: null, code: 'empty', message: 'the table is empty; its first line names the columns' }] }
  const allowed = [...required, ...optional]
  const names = head.fields.map((field) => allowed.find((name) => name.toLowerCase() === field.trim().toLowerCase()) ?? field.trim())
  const fault = (column: string, code: Fault['code'], message: string): Fault => ({ line: head.line, column, value: null, code, message })
  const faults = [
    ...required.filter((name) => !names.includes(name)).map((name) => fault(name, 'missingColumn', `the column "${name}" is missing`)),
    ...names
      .filter((name) => !allowed.includes(name))
      .map((name) => fault(name, 'unknownColumn', `there is no column "${name}"; allowed: ${allowed.join(', ')}`)),
    ...names.filter((name, n) => names.indexOf(name) !== n).map((name) => fault(name, 'twice', `the column "${name}" stands there twice`)),
  ]
  const lines = rest.flatMap(({ line, fields }) => {
    if (fields.length === names.length) return [{ line, values: new Map(names.map((name, n) => [name, (fields[n] ?? '').trim()])) }]
    const message = `the line has ${fields.length} fields; the first line names ${names.length} columns`
    faults.push({ line, column: null, value: null, code: 'wrongLength', message })
    return []
  })
  return { lines: faults.some(({ line }) => line === head.line) ? [] : lines, faults }
}

/** `zone`: where a day begins that has no hour. */
export function toOrders(lines: readonly Line[], zone: string): { rows: OrderRow[]; faults: Fault[] } {
  return readLines(lines, ORDER_COLUMNS, ({ line, values }, note) => {
    const value = (name: string): string => values.get(name) ?? ''
    const orderedAt = toInstant(value('orderedAt'), zone)
    if (orderedAt === null && value('orderedAt') !== '') note('orderedAt', 'notADate', 'this is no date; allowed: 2026-11-22, 2026-11-22T14:30 or 22.11.2026')
    const currency = value('currency').toUpperCase() || null
    const digits = currency === null ? null : minorDigits(currency)
    if (digits === undefined) note('currency', 'notACurrency', 'this is no currency; allowed are ISO 4217 codes such as EUR')
    const amount = toMinorUnits(value('amount'), digits ?? 2)
    if (amount === undefined) note('amount', 'notAnAmount', 'this is no amount; allowed: 1234.50 or 1234,50, without other separators')
    if ((value('amount') === '') !== (currency === null)) note(currency === null ? 'currency' : 'amount', 'required', 'amount and currency stand together')
    const { reference = '', contract = '', title = '', state = '' } = Object.fromEntries(values)
    return { line, reference, contract, title, state, ordered_at: orderedAt ?? '', amount: amount ?? null, currency }
  })
}

export function toProducts(lines: readonly Line[]): { rows: ProductRow[]; faults: Fault[] } {
  return readLines(lines, PRODUCT_COLUMNS, ({ line, values }, note) => {
    const day = (name: 'since' | 'until'): string | null => {
      const written = values.get(name) ?? ''
      const date = written === '' ? null : toDate(written)
      return date?.isValid ? date.toISODate() : written === '' ? null : note(name, 'notADate', 'this is no date; allowed: 2026-11-22 or 22.11.2026')
    }
    const [since, until] = [day('since'), day('until')]
    if (since !== null && until !== null && until < since) note('until', 'notADate', `it ends before it begins, on ${since}`)
    const { reference = '', contract = '', name = '' } = Object.fromEntries(values)
    return { line, reference, contract, name, since, until }
  })
}

/** Reads each line, with all that is wrong with it; a reference may stand there once. */
function readLines<Row extends { reference: string; line: number }>(lines: readonly Line[], { required }: Columns, read: (line: Line, note: Note) => Row) {
  const faults: Fault[] = []
  const seen = new Map<string, number>()
  const rows = lines.map((one) => {
    const note: Note = (column, code, message) => {
      faults.push({ line: one.line, column, value: one.values.get(column) || null, code, message })
      return null
    }
    for (const name of required) if (!one.values.get(name)) note(name, 'required', `"${name}" is empty`)
    for (const [name, value] of one.values) if (value.length > MOST_LETTERS) note(name, 'tooLong', `at most ${MOST_LETTERS} letters are allowed`)
    const row = read(one, note)
    const earlier = seen.get(row.reference)
    if (earlier !== undefined && row.reference !== '') note('reference', 'twice', `the reference stands on line ${earlier} already`)
    else seen.set(row.reference, one.line)
    return row
  })
  return { rows, faults }
}

function toDate(text: string): DateTime {
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text)
  if (german) return DateTime.utc(Number(german[3]), Number(german[2]), Number(german[1]))
  return /^\d{4}-\d\d-\d\d$/.test(text) ? DateTime.fromISO(text, { zone: 'utc' }) : DateTime.invalid('neither form')
}

function toInstant(text: string, zone: string): string | null {
  const day = toDate(text)
  if (day.isValid) return DateTime.fromObject({ year: day.year, month: day.month, day: day.day }, { zone }).toUTC().toISO()
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return null
  const instant = DateTime.fromISO(text.replace(' ', 'T'), { zone })
  return instant.isValid ? instant.toUTC().toISO() : null
}

/** Undefined: there is no such currency. */
function minorDigits(currency: string): number | undefined {
  if (!Intl.supportedValuesOf('currency').includes(currency)) return undefined
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits
}

/** Null: none is given; undefined: it is none. Reckoned with digits, not with fractions that a machine rounds. */
function toMinorUnits(text: string, digits: number): number | null | undefined {
  if (text === '') return null
  const parts = /^(-?)(\d{1,10})(?:[.,](\d+))?$/.exec(text)
  const fraction = parts?.[3] ?? ''
  if (!parts || fraction.length > digits) return undefined
  const units = Number(`${parts[2]}${fraction.padEnd(digits, '0')}`) * (parts[1] === '-' ? -1 : 1)
  return Math.abs(units) > MOST_AMOUNT ? undefined : units
}

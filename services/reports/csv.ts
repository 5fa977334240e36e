import type { MonthReport, MonthRow } from '../schemas/reports.ts'

const BOM = '\uFEFF'
/** As the spreadsheets of Europe read it without being asked: semicolons, and a comma before the decimals. */
const SEPARATOR = ';'

type Column = Exclude<keyof MonthRow, 'person' | 'level'>
const COLUMNS: readonly Column[] = [
  ...(['solved', 'solvedOnSpot', 'passed', 'received', 'passRate', 'custodySeconds', 'idleSeconds', 'unattendedSeconds', 'passedUnread'] as const),
  ...(['reachedTop', 'secondsLeftAtReceipt', 'reopened', 'csat', 'ratings', 'factsMissed'] as const),
]

/** One line for each person; the columns have the names of the figures. */
export function monthCsv({ month, rows }: Pick<MonthReport, 'month' | 'rows'>): string {
  const lines = rows.map(({ person, level, ...figures }) => [month, person.name, level ?? '', ...COLUMNS.map((name) => numberField(figures[name]))])
  return BOM + [['month', 'person', 'level', ...COLUMNS], ...lines].map((fields) => `${fields.map(field).join(SEPARATOR)}\r\n`).join('')
}

function numberField(value: number | null): string {
  return value === null ? '' : String(Math.round(value * 10_000) / 10_000).replace('.', ',')
}

/** A name that begins like a formula must not be one: spreadsheets would run it. */
function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(,\d+)?$/.test(text) ? `'${text}` : text
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

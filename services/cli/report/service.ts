import { CannotStart } from '../../reasons.ts'
import { monthCsv } from '../../reports/csv.ts'
import { reportService } from '../../reports/service.ts'
import { month, type MonthReport } from '../../schemas/reports.ts'
import { lineClock } from '../line-clock/service.ts'
import { withDatabase } from '../running/service.ts'

/** Prints the report of a month: as text, as CSV for spreadsheets, or as JSON. */
export async function reportMonth(given: string, format: { json?: boolean; csv?: boolean }): Promise<number> {
  const wanted = month.safeParse(given)
  if (!wanted.success) throw new CannotStart(`"${given}" is not a month; write a month such as 2026-11`)
  return withDatabase(async (database) => {
    const report = await reportService({ database, clock: await lineClock(database) }).getMonth(wanted.data)
    process.stdout.write(format.json ? `${JSON.stringify(report, null, 2)}\n` : format.csv ? monthCsv(report) : monthText(report))
    return 0
  })
}

const COLUMNS = ['solved', 'passed', 'received', 'passRate', 'custodySeconds', 'unattendedSeconds', 'passedUnread', 'reachedTop', 'reopened', 'csat'] as const
const HEADS = ['person', 'solved', 'passed', 'received', 'pass rate', 'custody', 'unattended', 'unread', 'to the top', 'reopened', 'csat']

function monthText({ month: name, zone, closedAt, top, totals, rows }: MonthReport): string {
  const lines = rows.map((row) => [row.person.name, ...COLUMNS.map((column) => cell(column, row[column], row.ratings))])
  return [
    `${name} (${zone}), ${closedAt === null ? 'not closed: figures may change' : `closed on ${closedAt}`}`,
    '',
    ...(top.length === 0 ? ['Nothing stood at the top.'] : ['At the top, the oldest first:', ...top.map(topLine)]),
    '',
    `opened ${totals.opened}, solved ${totals.solved}, closed ${totals.closed}, open ${totals.open}; unsolved at 20 h: ${totals.reachedTop} of ${totals.reachedTopOf}; promises kept: ${totals.promisesKept} of ${totals.promisesDue}`,
    '',
    ...table([HEADS, ...lines]),
    '',
  ].join('\n')
}

const topLine = ({ caseNumber, title, owner, ageSeconds, status }: MonthReport['top'][number]): string =>
  `  ${caseNumber}  ${hours(ageSeconds)}  ${status}  ${owner?.name ?? '-'}  ${title}`

function cell(column: (typeof COLUMNS)[number], value: number | null, ratings: number): string {
  if (value === null) return '-'
  if (column === 'csat') return `${Math.round(value * 100)} % of ${ratings}`
  if (column === 'passRate') return `${Math.round(value * 100)} %`
  return column.endsWith('Seconds') ? hours(value) : String(value)
}

function hours(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')} h`
}

function table(lines: readonly (readonly string[])[]): string[] {
  const widths = HEADS.map((_, n) => Math.max(...lines.map((line) => (line[n] ?? '').length)))
  return lines.map((line) => line.map((text, n) => (n === 0 ? text.padEnd(widths[n] ?? 0) : text.padStart(widths[n] ?? 0))).join('  '))
}

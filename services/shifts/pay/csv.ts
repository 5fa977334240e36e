import type { PayCorrection } from '../../../prisma/generated/client.ts'
import type { PayLine } from '../../pay-rules/model.ts'
import { decimalsOf, decimalText } from './amounts.ts'
import { lineNames, type PayLanguage, type Standing } from './views.ts'

/**
 * A month for the pay office's program and for spreadsheets. One line for each sum; there is no line of totals, so the column of amounts adds up to what
 * is paid. Semicolons, a decimal comma and a byte order mark: so the spreadsheets of Germany and Russia read it without being asked.
 */
export type CsvLanguage = PayLanguage | 'de'
export type CsvPerson = {
  person: { id: string; name: string }
  standing: Standing
  corrections: readonly Pick<PayCorrection, 'month' | 'amount' | 'currency' | 'reason'>[]
}

const BOM = '\uFEFF'
const SEPARATOR = ';'
const POINT = ','

const HEADS: Readonly<Record<CsvLanguage, readonly string[]>> = {
  en: ['Month', 'Person', 'Name', 'Code', 'What', 'Minutes', 'Hours', 'Rate per hour', 'Share in %', 'Per hour', 'Amount', 'Currency', 'Source'],
  de: ['Monat', 'Person', 'Name', 'Lohnart', 'Bezeichnung', 'Minuten', 'Stunden', 'Stundensatz', 'Zuschlag in %', 'Je Stunde', 'Betrag', 'Währung', 'Quelle'],
  ru: ['Месяц', 'Сотрудник', 'Имя', 'Код', 'Начисление', 'Минуты', 'Часы', 'Ставка за час', 'Доплата, %', 'За час', 'Сумма', 'Валюта', 'Основание'],
}
const GERMAN: Readonly<Record<string, string>> = { base: 'Arbeitszeit', onCall: 'Rufbereitschaft' }
const CORRECTION: Readonly<Record<CsvLanguage, string>> = { en: 'Correction of', de: 'Korrektur für', ru: 'Исправление за' }

export function payCsv(people: readonly CsvPerson[], month: string, language: CsvLanguage): string {
  const lines = people.flatMap((one) => [...one.standing.result.lines.map((line) => sumFields(line, one, language)), ...correctionFields(one, language)])
  return BOM + [HEADS[language], ...lines.map((fields) => [month, ...fields])].map((fields) => `${fields.map(field).join(SEPARATOR)}\r\n`).join('')
}

function sumFields(line: PayLine, { person, standing }: CsvPerson, language: CsvLanguage): string[] {
  const { currency = standing.result.currency } = line
  const decimals = decimalsOf(currency)
  const { name, source } = lineNames(line, standing)
  const label = language === 'de' ? (GERMAN[line.rule] ?? name.en) : name[language]
  const { rule, minutes, rate, permille, perHour, amount } = line
  return [
    ...[person.id, person.name, rule, label, String(minutes), hoursText(minutes), rateText(rate, decimals)],
    permille === null ? '' : decimalText(permille, 1, POINT),
    perHour === null ? '' : decimalText(perHour, decimals, POINT),
    ...[decimalText(amount, decimals, POINT), currency, source],
  ]
}

function correctionFields({ person, corrections }: CsvPerson, language: CsvLanguage): string[][] {
  return corrections.map(({ month, amount, currency, reason }) => {
    const [label, sum] = [`${CORRECTION[language]} ${month}`, decimalText(amount, decimalsOf(currency), POINT)]
    return [person.id, person.name, 'correction', label, '', '', '', '', '', sum, currency, reason]
  })
}

/** Hours with four decimals: a minute is 0.0167 of one. The column of minutes is exact. */
const hoursText = (minutes: number): string => decimalText(Math.round((minutes * 10_000) / 60), 4, POINT)
/** A rate that another premium has raised need not be whole. */
const rateText = (rate: number, decimals: number): string =>
  Number.isInteger(rate) ? decimalText(rate, decimals, POINT) : decimalText(Math.round(rate * 10_000), decimals + 4, POINT)

const NUMBER = /^-?\d+(,\d+)?$/
/** A name or reason that begins like a formula must not be one: spreadsheets would run it. */
function field(text: string): string {
  const safe = /^[\s]*[=+\-@\t\r]/.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

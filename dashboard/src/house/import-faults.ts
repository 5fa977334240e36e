import type { ImportFault } from './house-api.ts'

const AMOUNT_OR_CURRENCY = ['amount', 'currency']

/** The words of a fault below `house.import.faults`. Two codes mean two things each, told apart by column and value. */
export const faultWords = ({ code, column, value }: Pick<ImportFault, 'code' | 'column' | 'value'>): string => {
  if (code === 'required' && column !== null && AMOUNT_OR_CURRENCY.includes(column)) return 'together'
  if (code === 'notADate' && column === 'until' && value !== null && isDay(value)) return 'endsBefore'
  return code
}

const isDay = (text: string): boolean => {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? []
  const iso = day && month ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text
  const at = Date.parse(`${iso}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === iso
}

/** The month before or after: "2026-11" and 1 give "2026-12". */
export const plusMonths = (month: string, by: number): string => {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const count = year * 12 + number - 1 + by
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`
}

export const readMonthSearch = (search: Record<string, unknown>): { month?: string } => {
  const { month } = search
  return typeof month === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? { month } : {}
}

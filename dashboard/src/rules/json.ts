export const toJson = (value: unknown): string => JSON.stringify(value, null, 2)

/** An object, or why the text is none. What stands in it the server checks. */
export const readJson = (text: string): { value: Record<string, unknown>; fault?: undefined } | { value?: undefined; fault: string } => {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value: value as Record<string, unknown> }
    return { fault: '{ … }' }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}

/** A text, or the name of a person. */
export const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' ? value.name : ''
}

/** The body of an event is a free record: what is missing or of another shape becomes empty words, never a broken page. */
export const windowWords = (value: unknown, dateTime: (at: string) => string): string => {
  if (typeof value !== 'object' || value === null || !('from' in value) || !('to' in value)) return ''
  const { from, to } = value
  return typeof from === 'string' && typeof to === 'string' ? `${dateTime(from)} – ${dateTime(to)}` : ''
}

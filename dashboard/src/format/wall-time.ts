/** The time as it is sent; what is none stays as it is, for the server to refuse. */
export const wallTime = (text: string): string => readWallTime(text) ?? text

/** What somebody types as a time of the day, as `HH:mm`: "7" -> "07:00", "730" -> "07:30", "22.15" -> "22:15". Null for what is none. */
export const readWallTime = (text: string): string | null => {
  const parts = /^(\d{1,2})(?:[:.\s]?(\d{2}))?$/.exec(text.trim())
  if (!parts) return null
  const [hours, minutes] = [Number(parts[1]), Number(parts[2] ?? '0')]
  const isPossible = (hours < 24 && minutes < 60) || (hours === 24 && minutes === 0)
  return isPossible ? `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}` : null
}

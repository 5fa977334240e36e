const two = (value: number): string => String(value).padStart(2, '0')

/** 125 -> "2:05", 3_725 -> "1:02:05". */
export const formatDuration = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds))
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}

/** How far into a call something happened: "0.4 s", "12 s", "2:05". */
export const formatOffset = (milliseconds: number, unit = 's'): string => {
  const seconds = Math.max(0, milliseconds / 1000)
  if (seconds < 10) return `${seconds.toFixed(1)} ${unit}`
  if (seconds < 60) return `${Math.floor(seconds)} ${unit}`
  return formatDuration(seconds)
}

export type Distance = { unit: 'second' | 'minute' | 'hour' | 'day'; count: number }

/** The largest fitting unit, counted down: 7 140 000 ms is 1 hour, not 2. */
export const distanceOf = (milliseconds: number): Distance => {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000)
  if (seconds < 60) return { unit: 'second', count: seconds }
  if (seconds < 3600) return { unit: 'minute', count: Math.floor(seconds / 60) }
  if (seconds < 172_800) return { unit: 'hour', count: Math.floor(seconds / 3600) }
  return { unit: 'day', count: Math.floor(seconds / 86_400) }
}

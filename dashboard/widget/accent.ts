/** Of black and white the one that can be read on this colour (4.5:1 or more); undefined: not a colour as `#2457d6`. */
export function textOn(accent: string): '#000' | '#fff' | undefined {
  if (!/^#[\da-f]{6}$/i.test(accent)) return undefined
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => (Number.parseInt(accent.slice(start, start + 2), 16) / 255) ** 2.2)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000' : '#fff'
}

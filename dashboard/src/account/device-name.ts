export type Device = { browser: string; system: string; isHandheld: boolean }

// In this order: Edge says Chrome too, and Chrome says Safari.
const BROWSERS: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** What a person calls his browser, out of its User-Agent; null when it tells nothing. */
export const deviceName = (userAgent: string | null): Device | null => {
  if (userAgent === null || userAgent === '') return null
  const browser = BROWSERS.find(([pattern]) => pattern.test(userAgent))?.[1]
  const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1]
  if (browser === undefined && system === undefined) return { browser: userAgent.slice(0, 40), system: '—', isHandheld: false }
  return { browser: browser ?? '—', system: system ?? '—', isHandheld: /Android|iPhone|Mobile/.test(userAgent) }
}

// The alphabet of GSM 03.38; the letters of the second set take two places each.
const PLAIN = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà')
const ESCAPED = new Set('\f^{}\\[~]|€')
const MOST = { gsm: { alone: 160, joined: 153 }, ucs2: { alone: 70, joined: 67 } } as const

/** In how many parts a text travels, each of which the provider charges for: one letter of another alphabet makes all parts shorter. */
export function segmentsOf(text: string): number {
  const letters = [...text]
  const isGsm = letters.every((letter) => PLAIN.has(letter) || ESCAPED.has(letter))
  const places = isGsm ? letters.length + letters.filter((letter) => ESCAPED.has(letter)).length : text.length
  const { alone, joined } = MOST[isGsm ? 'gsm' : 'ucs2']
  return places <= alone ? 1 : Math.ceil(places / joined)
}

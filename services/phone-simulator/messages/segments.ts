/** The GSM 03.38 alphabet: what a text of 160 letters may hold. The second row takes two places each. */
const plain = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà')
const double = new Set('\f^{}\\[~]|€')

/** How many parts a text is sent in. Other letters than those of GSM make it UCS-2: 70 letters instead of 160. */
export function segmentsOf(body: string): number {
  const letters = [...body]
  const isGsm = letters.every((letter) => plain.has(letter) || double.has(letter))
  const length = isGsm ? letters.reduce((sum, letter) => sum + (double.has(letter) ? 2 : 1), 0) : body.length
  const [single, joined] = isGsm ? [160, 153] : [70, 67]
  return length <= single ? 1 : Math.ceil(length / joined)
}

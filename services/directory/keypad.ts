/** Letters as they stand on the keys of a phone: Latin, and Russian ones by GOST. */
const KEYS: Readonly<Record<string, string>> = {
  2: 'abcабвг',
  3: 'defдеёжз',
  4: 'ghiийкл',
  5: 'jklмноп',
  6: 'mnoрсту',
  7: 'pqrsфхцч',
  8: 'tuvшщъы',
  9: 'wxyzьэюя',
}
const KEY_OF = new Map(Object.entries(KEYS).flatMap(([key, letters]) => [...letters].map((letter) => [letter, key] as const)))

/** The keys that spell a text; what has no key is left out, and an accent does not count. */
export function keysOf(text: string): string {
  const plain = text.toLowerCase().replace(/ß/g, 'ss').normalize('NFD').replace(/\p{M}/gu, '')
  return [...plain].map((letter) => KEY_OF.get(letter) ?? '').join('')
}
